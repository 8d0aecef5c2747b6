"use client";

import Link from "next/link";
import type { Tree } from "../charts/dendrogram.prepare.ts";
import { patternPath } from "../pattern/address.prepare.ts";
import { listText } from "../text/count.ts";
import { heightText, percentText } from "../text/probability.ts";
import { supportedClades } from "./mean.prepare.ts";
import { type Setting, settingAddress } from "./setting.prepare.ts";
import styles from "./stability-section.module.css";

interface SupportSectionProps {
  tree: Tree;
  models: readonly { id: string; name: string }[];
  support: { readonly shares: readonly (number | null)[]; readonly replicates: number } | null;
  reason: string | null;
  runId: string;
  methodKey: string | undefined;
  setting: Setting;
}

/** How often each clade of a mean tree comes back when the images are drawn anew. */
export function SupportSection({ tree, models, support, reason, runId, methodKey, setting }: SupportSectionProps) {
  const clades = supportedClades(tree, support?.shares ?? null);
  return (
    <section data-testid="support">
      <h2>Would other images say the same?</h2>
      <p className={styles.note}>
        {support
          ? `How often each clade comes back when the images are drawn anew, ${support.replicates.toLocaleString("en")} times`
          : `Not told: ${reason}.`}
      </p>
      {clades.length > 0 && (
        <table className={styles.clades}>
          <caption className="visually-hidden">Clades of the mean tree, with bootstrap support</caption>
          <tbody>
            {clades.map(({ leaves, height, share }) => (
              <tr key={leaves.join()}>
                <th scope="row">
                  <Link
                    href={patternPath({
                      run: runId,
                      pattern: { clade: { leaves: leaves.map((leaf) => models[leaf]!.id) } },
                      method: methodKey,
                      setting: settingAddress(setting),
                    })}
                    title="Count this clade over the images"
                  >
                    {listText(leaves.map((leaf) => models[leaf]!.name))}
                  </Link>
                </th>
                <td title="Height of its merge">{heightText(height)}</td>
                <td title="Bootstrap support">{share === null ? "–" : percentText(share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
