"use client";

import { Choice } from "../shell/choice.tsx";
import { type Setting, type SettingKey, settingLabels, settingOptions } from "./setting.prepare.ts";
import styles from "./setting-choices.module.css";

interface SettingChoicesProps {
  setting: Setting;
  onChange: (setting: Setting) => void;
  /** Set where the order of the leaves can be chosen too. */
  optimalOrder?: boolean;
  onOptimalOrder?: (optimal: boolean) => void;
  /** Tells its controls from those of another on the same page. */
  testSuffix?: string;
}

const shown: readonly SettingKey[] = ["measure", "distance", "linkage", "normalisation"];

/** Every part of a setting as a select that reads as text. */
export function SettingChoices(props: SettingChoicesProps) {
  const { setting, onChange, optimalOrder, onOptimalOrder, testSuffix } = props;
  return (
    <div className={styles.choices} data-testid="setting-choices">
      {shown.map((key) => (
        <Choice
          key={key}
          label={settingLabels[key]}
          value={setting[key]}
          options={settingOptions[key]}
          onChange={(value) => onChange({ ...setting, [key]: value })}
          testId={testSuffix ? `setting-${key}-${testSuffix}` : `setting-${key}`}
        />
      ))}
      {onOptimalOrder && (
        <label className={styles.order}>
          <input
            type="checkbox"
            checked={optimalOrder ?? false}
            onChange={(event) => onOptimalOrder(event.currentTarget.checked)}
            data-testid="optimal-order"
          />
          Optimal leaf order
        </label>
      )}
    </div>
  );
}
