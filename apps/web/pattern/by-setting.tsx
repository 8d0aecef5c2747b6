"use client";

import { settingAddress, settingWords } from "../cluster/setting.prepare.ts";
import { StateLink } from "../shell/state-link.tsx";
import styles from "./by-setting.module.css";
import { settingTable } from "./setting.prepare.ts";
import type { Judgement } from "./use-judgement.ts";
import type { Question } from "./use-question.ts";

/** Does it depend on the settings? The same images under each of them; a cell counts under its own. */
export function BySetting({ question, judgement: { group } }: { question: Question; judgement: Judgement }) {
  if (!group?.bySetting.some(({ n }) => n)) return null;
  const { columns, rows } = settingTable(group.bySetting);
  const chosen = question.setting && settingAddress(question.setting);
  return (
    <section aria-labelledby="by-setting" className={styles.section}>
      <h2 id="by-setting">Does it depend on the settings?</h2>
      <div className={styles.scroll}>
        <table className={styles.table} data-testid="by-setting">
          <thead>
            <tr>
              <td />
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, cells }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map((cell, at) => (
                  <td key={columns[at]}>
                    {cell && cell.k !== null ? (
                      <StateLink
                        href={question.hrefOf({
                          setting: settingAddress(cell.setting) === chosen ? undefined : settingAddress(cell.setting),
                        })}
                        className={styles.cell}
                        data-holds={cell.holds ?? undefined}
                        aria-current={settingAddress(cell.setting) === chosen || undefined}
                        title={`${cell.k} of ${cell.n} under ${settingWords(cell.setting)}`}
                      >
                        {cell.k.toLocaleString("en")} / {cell.n?.toLocaleString("en")}
                      </StateLink>
                    ) : (
                      <span className={styles.none}>–</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.key}>
        Green: on more than half of the images. The count above is under{" "}
        {question.setting ? settingWords(question.setting) : "the run's own setting"}.
      </p>
    </section>
  );
}
