"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import type { PatternInput } from "../gql/graphql";
import { patternPath } from "../pattern/address.prepare.ts";
import type { PatternJson } from "../pattern/pattern.prepare.ts";
import { Button } from "../shell/button.tsx";
import { Skeleton } from "../shell/states.tsx";
import { listText } from "../text/count.ts";
import { heightText } from "../text/probability.ts";
import { type Setting, settingAddress } from "./setting.prepare.ts";
import { ClusterStabilityQuery } from "./setting-query.ts";
import styles from "./stability-section.module.css";
import { dissentText, patternText, squaresOf } from "./stability-squares.prepare.ts";
import type { ClusteringDetail } from "./tree-leaf.tsx";
import type { Settings } from "./use-settings.ts";

interface StabilitySectionProps {
  clustering: ClusteringDetail;
  pattern: PatternJson;
  runId: string;
  methodKey: string | undefined;
  settings: Settings;
  canCompute: boolean;
  onSetting: (setting: Setting) => void;
}

/** In how many of the 24 settings what the tree shows stays, and each of its clades. */
export function StabilitySection(props: StabilitySectionProps) {
  const { clustering, pattern, runId, methodKey, settings, canCompute, onSetting } = props;
  const variables = { id: clustering.id, pattern: pattern as PatternInput };
  const { data, error, refetch } = useQuery(ClusterStabilityQuery, { variables });
  useRefetchAfter(settings.running, refetch);
  const tree = data?.clustering;
  const names = new Map(clustering.models.map(({ id, name }) => [id, name]));
  const squares = tree
    ? squaresOf(
        tree.stability.settings.map((each) => ({ ...each, answer: each.answer ?? null })),
        tree.stability.answer,
      )
    : [];
  const verdict = tree?.stability.stability;
  return (
    <section data-testid="stability">
      <h2>Does it depend on the settings?</h2>
      <p className={styles.note}>“{patternText(pattern, names)}” here, under 24 settings</p>
      {tree ? (
        <ul className={styles.squares}>
          {squares.map(({ setting, state, told }) => (
            <li key={told}>
              <button
                type="button"
                data-state={state}
                title={told}
                aria-label={told}
                onClick={() => onSetting(setting)}
              />
            </li>
          ))}
        </ul>
      ) : error ? (
        <p className={styles.note}>It could not be read.</p>
      ) : (
        <Skeleton width="100%" height={82} />
      )}
      {tree && (
        <p className={styles.verdict}>
          {verdict ? (
            <>
              <b data-figures>
                {verdict.same} of {verdict.of}
              </b>{" "}
              agree. {dissentText(squares)}
            </>
          ) : (
            "No other setting is computed yet."
          )}
        </p>
      )}
      {settings.running ? (
        <p className={styles.note} role="status" data-figures>
          Computing: {settings.done.toLocaleString("en")} of {settings.planned.toLocaleString("en")} trees
        </p>
      ) : (
        tree &&
        squares.some(({ state }) => state === "missing") &&
        canCompute && (
          <Button onClick={settings.computeAll} disabled={settings.asking} data-testid="compute-all-settings">
            Compute all 24
          </Button>
        )
      )}
      {settings.problem && <p role="alert">{settings.problem}</p>}
      {tree && tree.clades.length > 0 && (
        <table className={styles.clades}>
          <caption>Clades, and the settings that have them</caption>
          <tbody>
            {tree.clades.toReversed().map(({ models, height, same, of }) => (
              <tr key={models.map(({ id }) => id).join()}>
                <th scope="row">
                  <Link
                    href={patternPath({
                      run: runId,
                      pattern: { clade: { leaves: models.map(({ id }) => id) } },
                      method: methodKey,
                      setting: settingAddress(clustering.setting),
                    })}
                    title="Count this clade over the images"
                    data-testid="count-clade"
                  >
                    {listText(models.map(({ name }) => name))}
                  </Link>
                </th>
                <td title="Height of its merge">{heightText(height)}</td>
                <td title="Settings in which it is a cluster too">{of === 0 ? "–" : `${same} of ${of}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Reads again when the trees that were being made are there. */
function useRefetchAfter(running: boolean, refetch: () => Promise<unknown>) {
  const ran = useRef(running);
  useEffect(() => {
    if (ran.current && !running) refetch().catch(() => {});
    ran.current = running;
  }, [running, refetch]);
}
