"use client";

import { useEffect, useState } from "react";
import type { ModelRowFragment } from "../gql/graphql";
import { uuidOf } from "../shell/routes.ts";
import { bytesText } from "../text/count.ts";
import { shortHash } from "../text/label.ts";
import { presetOf } from "../upload/preset.ts";
import { FamilyDot } from "./family-dot.tsx";
import styles from "./model-table.module.css";

export function ModelTable({ models }: { models: readonly ModelRowFragment[] }) {
  const named = useNamedModel();
  return (
    <div className={styles.scroll}>
      <table className={styles.table} data-testid="model-table">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Input</th>
            <th scope="col">Scaling</th>
            <th scope="col">Labels</th>
            <th scope="col">Target layer</th>
            <th scope="col" className={styles.number}>
              Parameters
            </th>
            <th scope="col" className={styles.number}>
              Opset
            </th>
            <th scope="col" className={styles.number}>
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <ModelTableRow key={model.id} model={model} named={uuidOf(model.id) === named} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ModelTableRow({ model, named }: { model: ModelRowFragment; named: boolean }) {
  return (
    <tr id={uuidOf(model.id)} className={styles.row} data-named={named || undefined} data-testid="model-row">
      <th scope="row">
        <span className={styles.name}>
          <FamilyDot family={model.family} />
          {model.name}
        </span>
        <span className={styles.second}>
          {model.family} · <code title={`${model.fileName}, SHA-256 ${model.sha256}`}>{shortHash(model.sha256)}</code>
        </span>
      </th>
      <td>
        {model.inputWidth}×{model.inputHeight}
        <span className={styles.second}>{model.channelOrder.toUpperCase()}</span>
      </td>
      <td>{scalingText(model)}</td>
      <td>
        {model.labelSet.name}
        <span className={styles.second}>{model.classCount.toLocaleString("en")} classes</span>
      </td>
      <td>
        {model.targetLayer ? <code className={styles.layer}>{model.targetLayer}</code> : "–"}
        {model.targetGridWidth && (
          <span className={styles.second}>
            {model.targetGridWidth}×{model.targetGridHeight}
          </span>
        )}
      </td>
      <td className={styles.number}>{millions(model.parameterCount)}</td>
      <td className={styles.number}>{model.opset}</td>
      <td className={styles.number}>{bytesText(model.bytes)}</td>
    </tr>
  );
}

function scalingText({ mean, std, standardise }: ModelRowFragment) {
  if (standardise === "per_image") return "per image";
  const preset = presetOf({ mean: mean as [number, number, number], std: std as [number, number, number] });
  if (preset) return preset.name.replace(/ \(.*/, "");
  const [values, deviations] = [mean, std].map((triple) =>
    new Set(triple).size === 1 ? String(triple[0]) : triple.join(", "),
  );
  return (
    <>
      {values}
      <span className={styles.second}>÷ {deviations}</span>
    </>
  );
}

const millions = (count: number) =>
  count < 100_000 ? count.toLocaleString("en") : `${(count / 1_000_000).toFixed(count < 10_000_000 ? 2 : 1)} M`;

/** The model that a link such as /model#0199… names, also when it is followed within the page. */
function useNamedModel() {
  const [named, setNamed] = useState("");
  useEffect(() => {
    const read = () => setNamed(location.hash.slice(1));
    read();
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  useEffect(() => {
    if (named) document.getElementById(named)?.scrollIntoView({ block: "center" });
  }, [named]);
  return named;
}
