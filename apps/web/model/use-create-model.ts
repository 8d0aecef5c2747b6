"use client";

import { useApolloClient } from "@apollo/client/react";
import { useCallback } from "react";
import type { CreateModelInput } from "../gql/graphql";
import { type FactsDraft, toFacts } from "../upload/model-facts.ts";
import { CreateModelMutation } from "./model-queries.ts";

export type CreatedModel = { added: { id: string; name: string }; refusal: null } | { refusal: string };

/** Makes a model of an upload and its facts; what the API says against them is the refusal. */
export function useCreateModel() {
  const client = useApolloClient();
  return useCallback(
    async (uploadId: string, draft: FactsDraft): Promise<CreatedModel> => {
      const { labels, ...facts } = toFacts(draft);
      const labelSet =
        "setId" in labels ? { id: labels.setId } : { labels: { name: labels.setName, labels: labels.labels } };
      const input: CreateModelInput = { ...facts, uploadId, labelSet };
      try {
        const { data } = await client.mutate({ mutation: CreateModelMutation, variables: { input } });
        const result = data?.createModel;
        await client.refetchQueries({ include: ["Models", "LabelSets", "Labels", "Rail", "Atlas"] });
        if (result?.__typename === "Model") return { added: { id: result.id, name: result.name }, refusal: null };
        return { refusal: result?.message ?? "The model was not added. Try again." };
      } catch {
        return { refusal: "Heatlas does not answer; the model was not added. Try again." };
      }
    },
    [client],
  );
}
