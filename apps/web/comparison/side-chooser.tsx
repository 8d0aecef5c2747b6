"use client";

import { type Setting, settingAddress } from "../cluster/setting.prepare.ts";
import { SettingChoices } from "../cluster/setting-choices.tsx";
import { ButtonLink } from "../shell/button.tsx";
import { Choice } from "../shell/choice.tsx";
import { clusterPath } from "../shell/routes.ts";
import { shortLabel, stem } from "../text/label.ts";
import { meanImage, type SideAddress, type SideName } from "./address.prepare.ts";
import styles from "./side-chooser.module.css";
import type { ChosenSide } from "./use-side.ts";

interface SideChooserProps {
  name: SideName;
  side: ChosenSide;
  runs: readonly { id: string; name: string }[];
  onChange: (change: SideAddress) => void;
}

const legends: Record<SideName, string> = { a: "Left tree", b: "Right tree" };

/** Which tree a side is: its run, method, image and setting. */
export function SideChooser({ name, side, runs, onChange }: SideChooserProps) {
  const { run, methods, method, images, imageId, setting } = side;
  const known = run && !runs.some(({ id }) => id === run.id) ? [run, ...runs] : runs;
  const pictures = images.map(({ id, name: file, truths }, place): [string, string] => [
    id,
    `${place + 1}. ${truths[0] ? shortLabel(truths[0].class.label) : stem(file)}`,
  ]);
  // An image beyond those that the select has room for keeps its place in the address.
  const beyond =
    imageId && !images.some(({ id }) => id === imageId) ? [[imageId, "the image of the address"] as const] : [];
  return (
    <fieldset className={styles.side} data-testid={`side-${name}`}>
      <legend>{legends[name]}</legend>
      <div className={styles.row}>
        <Choice
          label="Run"
          value={run?.id ?? ""}
          options={[
            ...(run ? [] : [["", "choose one"] as const]),
            ...known.map((each) => [each.id, each.name] as const),
          ]}
          onChange={(id) => onChange({ run: id, method: undefined, image: undefined, setting: undefined })}
          testId={`run-${name}`}
        />
        <Choice
          label="Method"
          value={method?.key ?? ""}
          options={methods.map(({ key, name: text }) => [key, text] as const)}
          onChange={(key) => onChange({ method: key })}
          testId={`method-${name}`}
        />
        <Choice
          label="Image"
          value={imageId ?? meanImage}
          options={[[meanImage, "the mean over the images"], ...beyond, ...pictures]}
          onChange={(id) => onChange({ image: id })}
          testId={`image-${name}`}
        />
        {run && method && imageId && (
          <ButtonLink
            kind="quiet"
            href={clusterPath(run.id, { image: imageId, method: method.key, setting: settingAddress(setting) })}
          >
            Its tree →
          </ButtonLink>
        )}
      </div>
      <SettingChoices
        setting={setting}
        onChange={(next: Setting) => onChange({ setting: settingAddress(next) })}
        testSuffix={name}
      />
    </fieldset>
  );
}
