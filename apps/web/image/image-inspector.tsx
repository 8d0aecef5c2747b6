"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useId, useState } from "react";
import type { GalleryImageFragment } from "../gql/graphql";
import { Button } from "../shell/button.tsx";
import { Field } from "../shell/field.tsx";
import { Facts, Inspector } from "../shell/inspector.tsx";
import { originalPhotograph } from "../shell/routes.ts";
import { bytesText, listText } from "../text/count.ts";
import { shortHash, shortLabel, stem } from "../text/label.ts";
import styles from "./image-inspector.module.css";
import { LabelsQuery, SetImageTruthMutation } from "./image-queries.ts";
import { ImageRuns } from "./image-runs.tsx";
import { MaskField } from "./mask-field.tsx";

interface ImageInspectorProps {
  image: GalleryImageFragment;
  open: boolean;
  belowTools: boolean;
  onClose: () => void;
}

export function ImageInspector({ image, open, belowTools, onClose }: ImageInspectorProps) {
  const { data } = useQuery(LabelsQuery);
  const truth = image.truths[0];
  return (
    <Inspector label="Selected image" open={open} onClose={onClose} belowTools={belowTools}>
      <div className={styles.stack}>
        <h2>{truth ? shortLabel(truth.class.label) : stem(image.name)}</h2>
        <a href={originalPhotograph(image.id)} target="_blank" rel="noreferrer" className={styles.picture}>
          <img src={originalPhotograph(image.id)} alt={image.name} width={image.width} height={image.height} />
        </a>
        {data?.labelSets.map((labelSet) => (
          <TruthField
            key={labelSet.id}
            imageId={image.id}
            labelSet={labelSet}
            current={image.truths.find((each) => each.labelSet.id === labelSet.id)?.class ?? null}
          />
        ))}
        <ImageRuns imageId={image.id} />
        <MaskField image={image} />
        <Facts
          facts={[
            ["File", image.fileName],
            ["Size", `${image.width}×${image.height} · ${bytesText(image.bytes)}`],
            ["Kind", image.mediaType],
            ["Sets", image.sets.length > 0 ? listText(image.sets.map(({ name }) => name)) : "none"],
            [
              "SHA-256",
              <code key="hash" title={image.sha256}>
                {shortHash(image.sha256)}
              </code>,
            ],
          ]}
        />
      </div>
    </Inspector>
  );
}

interface TruthFieldProps {
  imageId: string;
  labelSet: { id: string; name: string; labels: readonly string[] };
  current: { index: number; label: string } | null;
}

/** The true class in one label set: typed, with the labels that fit offered below. */
function TruthField({ imageId, labelSet, current }: TruthFieldProps) {
  const list = useId();
  const [text, setText] = useState(current?.label ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const [save, { loading }] = useMutation(SetImageTruthMutation);
  const changed = text.trim() !== (current?.label ?? "");

  const submit = async () => {
    const wanted = text.trim().toLowerCase();
    const classIndex = labelSet.labels.findIndex((label) =>
      [label.toLowerCase(), shortLabel(label).toLowerCase()].includes(wanted),
    );
    if (wanted !== "" && classIndex < 0) return setProblem(`"${text.trim()}" is no class of ${labelSet.name}.`);
    try {
      const input = { imageId, labelSetId: labelSet.id, classIndex: wanted === "" ? null : classIndex };
      const { data } = await save({ variables: { input } });
      const result = data?.setImageTruth;
      if (result?.__typename === "Image") {
        setText(wanted === "" ? "" : labelSet.labels[classIndex]!);
        setProblem(null);
      } else setProblem(result?.message ?? "It was not saved. Try again.");
    } catch {
      setProblem("Heatlas does not answer; it was not saved. Try again.");
    }
  };

  return (
    <form
      className={styles.truth}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={`True class in ${labelSet.name}`} problem={problem}>
        <input
          value={text}
          list={list}
          placeholder="not known"
          onChange={(event) => setText(event.currentTarget.value)}
          data-testid="true-class"
        />
        <datalist id={list}>
          {labelSet.labels.map((label, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: labels may repeat (ImageNet has two cranes); their index is what they are.
            <option key={index} value={label} />
          ))}
        </datalist>
      </Field>
      <Button type="submit" disabled={!changed || loading} data-testid="save-true-class">
        Save
      </Button>
    </form>
  );
}
