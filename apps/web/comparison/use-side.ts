"use client";

import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";
import { readSettingAddress, usualSetting } from "../cluster/setting.prepare.ts";
import { ClusterSettingsFragment } from "../cluster/setting-query.ts";
import { readFragment } from "../gql";
import type { ComparisonSideInput } from "../gql/graphql";
import { chooseMethod, methodChoices } from "../run/method-choices.ts";
import { uuidOf } from "../shell/routes.ts";
import { meanImage, type SideAddress } from "./address.prepare.ts";
import { ComparisonSideQuery } from "./comparison-query.ts";

/** Images that a select has room for; others are reached from the cluster page. */
const imageChoices = 200;

/**
 * A side of the address, completed where it says nothing: the method that is looked at first (or, beside it, another
 * one), and the run's first image. Null parts while the run is read.
 */
export function useSide(address: SideAddress, beside: { method: string } | null) {
  const { data, error, loading, refetch } = useQuery(ComparisonSideQuery, {
    variables: { id: address.run ?? "", first: imageChoices },
    skip: !address.run,
  });
  const run = data?.run ?? null;
  const methods = useMemo(() => methodChoices(run?.methods ?? []), [run]);
  const usual = chooseMethod(methods, address.method);
  const other = methods.find(({ key }) => key !== beside?.method);
  const method = address.method === undefined && beside?.method === usual?.key ? (other ?? usual) : usual;
  const images = useMemo(() => (run?.choices.edges ?? []).map(({ node: { image } }) => image), [run]);
  const setting = useMemo(() => readSettingAddress(address.setting), [address.setting]);
  const imageId = address.image === meanImage ? null : (address.image ?? images[0]?.id);
  const input = useMemo<ComparisonSideInput | null>(
    () =>
      run && method && imageId !== undefined
        ? {
            run: run.id,
            method: method.slug,
            position: method.position,
            image: imageId,
            setting: setting === usualSetting ? null : { ...setting },
          }
        : null,
    [run, method, imageId, setting],
  );
  return {
    run,
    methods,
    method,
    images,
    /** Undefined while it is not known; null for the mean. */
    imageId,
    imageUuid: imageId ? uuidOf(imageId) : undefined,
    setting,
    states: readFragment(ClusterSettingsFragment, run)?.settings ?? [],
    input,
    loading,
    error,
    refetch,
  };
}

export type ChosenSide = ReturnType<typeof useSide>;
