import { FamilyDot } from "../model/family-dot.tsx";
import { gridPath } from "../shell/routes.ts";
import { countOf } from "../text/count.ts";
import type { MethodChoice } from "./method-choices.ts";
import styles from "./off-object.module.css";
import { prepareOffObject } from "./off-object.prepare.ts";
import type { MethodTally } from "./use-run-tallies.ts";

interface OffObjectProps {
  runId: string;
  models: readonly { id: string; name: string; family: string }[];
  methods: readonly MethodChoice[];
  tallies: ReadonlyMap<number, MethodTally>;
}

/** How much of each model's maps lies off the objects, where images have masks. */
export function OffObject({ runId, models, methods, tallies }: OffObjectProps) {
  const byMethod = new Map([...tallies].map(([position, { offObject }]) => [position, offObject]));
  const table = prepareOffObject(models, methods, byMethod);
  if (!table) return null;
  const keyOf = (position: number) => methods.find((method) => method.position === position)?.key;
  const familyOf = (id: string) => models.find((model) => model.id === id)?.family ?? "";
  return (
    <section className={styles.section} data-testid="off-object">
      <h2>Off the object</h2>
      <p className={styles.note}>
        {table.sentence} Mean share of a map's relevance outside the object's mask, ± standard deviation over{" "}
        {table.n === null ? "images" : countOf(table.n, "image")}.
      </p>
      <div className={styles.scroll}>
        <table className={styles.table} data-figures>
          <thead>
            <tr>
              <th scope="col">Model</th>
              {table.methods.map(({ position, name }) => (
                <th key={position} scope="col">
                  <a href={gridPath(runId, keyOf(position))}>{name}</a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ model, cells }) => (
              <tr key={model.id}>
                <th scope="row">
                  <FamilyDot family={familyOf(model.id)} /> {model.name}
                </th>
                {cells.map((cell, column) => (
                  <td key={table.methods[column]!.position} title={cell ? `over ${cell.n} images` : undefined}>
                    {cell?.text}
                    {cell && table.n === null && <span className={styles.count}>{cell.n}</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">an even map</th>
              {table.even.map((text, column) => (
                <td key={table.methods[column]!.position}>{text}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}
