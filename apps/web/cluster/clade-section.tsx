"use client";

import { patternPath } from "../pattern/address.prepare.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { Facts } from "../shell/inspector.tsx";
import { StateLink } from "../shell/state-link.tsx";
import { countOf, listText } from "../text/count.ts";
import { percentText } from "../text/probability.ts";
import inspectorStyles from "./cluster-inspector.module.css";
import type { CountedClade } from "./consensus.prepare.ts";
import { downloadNewick } from "./newick.ts";
import styles from "./stability-section.module.css";

interface CladeSectionProps {
  models: readonly { id: string; name: string }[];
  n: number;
  clades: readonly CountedClade[];
  clade: CountedClade | null;
  newick: string;
  fileName: string;
  runId: string;
  methodKey: string | undefined;
  /** As the address says it. */
  setting: string | undefined;
  hrefOf: (clade: CountedClade) => string;
}

/** The clusters that most trees have, and how sure each is. */
export function CladeSection(props: CladeSectionProps) {
  const { models, n, clades, clade, newick, fileName, runId, methodKey, setting, hrefOf } = props;
  const nameOf = ({ leaves }: CountedClade) => listText(leaves.map((leaf) => models[leaf]!.name));
  return (
    <div className={inspectorStyles.stack}>
      <section data-testid="consensus-clades">
        <h2>What most trees share</h2>
        <p className={styles.note}>
          Clusters that more than half of {countOf(n, "tree")} have. All images are counted, whatever the models say.
        </p>
        {clades.length > 0 && (
          <table className={styles.clades}>
            <caption className="visually-hidden">
              Clusters of the majority-rule tree, with the trees that have them
            </caption>
            <tbody>
              {clades.map((each) => (
                <tr key={each.leaves.join()}>
                  <th scope="row">
                    <StateLink href={hrefOf(each)} aria-current={each === clade || undefined}>
                      {nameOf(each)}
                    </StateLink>
                  </th>
                  <td data-figures>
                    {each.count.toLocaleString("en")} of {n.toLocaleString("en")}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {clade && (
        <section>
          <h2>This cluster</h2>
          <Facts
            facts={[
              ["Models", nameOf(clade)],
              ["Trees", `${clade.count.toLocaleString("en")} of ${n.toLocaleString("en")}`],
              ["Interval", `${percentText(clade.interval.low)} to ${percentText(clade.interval.high)} (Wilson, 95 %)`],
              ["By chance", clade.chance !== null && `${percentText(clade.chance)} of trees`],
            ]}
          />
        </section>
      )}
      <div className={inspectorStyles.actions}>
        {clade && (
          <ButtonLink
            kind="primary"
            href={patternPath({
              run: runId,
              pattern: { clade: { leaves: clade.leaves.map((leaf) => models[leaf]!.id) } },
              method: methodKey,
              eligibility: "all",
              setting,
            })}
            data-testid="count-pattern"
          >
            Count this pattern
          </ButtonLink>
        )}
        <Button onClick={() => downloadNewick(newick, fileName)} data-testid="newick">
          Newick
        </Button>
      </div>
    </div>
  );
}
