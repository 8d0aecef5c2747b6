"use client";

import type { ReactNode } from "react";
import { DemoLine } from "../demo/demo-line.tsx";
import { ImageUploader } from "../image/image-uploads.tsx";
import { ModelUploader } from "../model/model-uploads.tsx";
import { ButtonLink } from "../shell/button.tsx";
import { countOf } from "../text/count.ts";
import styles from "./first-run.module.css";

/** An atlas without maps: three steps, each done right here. */
export function FirstRun({ modelCount, imageCount }: { modelCount: number; imageCount: number }) {
  return (
    <div className={styles.page} data-testid="first-run">
      <header>
        <h1>Compare how image classifiers explain themselves</h1>
        <p className={styles.lead}>
          Heatlas draws what each model looks at in each photograph, compares the maps, and shows which models explain
          alike. Three steps lead to the first tree.
        </p>
      </header>
      <div className={styles.demo}>
        <DemoLine />
      </div>
      <ol className={styles.steps}>
        <Step
          number={1}
          title="Models"
          done={modelCount > 0 ? `${countOf(modelCount, "model")} here; more may follow` : null}
        >
          <ModelUploader compact />
        </Step>
        <Step
          number={2}
          title="Photographs"
          done={imageCount > 0 ? `${countOf(imageCount, "photograph")} here; more may follow` : null}
        >
          <ImageUploader compact />
        </Step>
        <Step number={3} title="A run" done={null}>
          <div className={styles.run}>
            <p>Choose models, photographs and methods, and watch the maps appear.</p>
            {modelCount > 0 && imageCount > 0 ? (
              <ButtonLink kind="primary" href="/run/new" data-testid="new-run">
                New run
              </ButtonLink>
            ) : (
              <span className={styles.wait}>It needs at least one model and one photograph.</span>
            )}
          </div>
        </Step>
      </ol>
    </div>
  );
}

function Step({
  number,
  title,
  done,
  children,
}: {
  number: number;
  title: string;
  done: string | null;
  children: ReactNode;
}) {
  return (
    <li className={styles.step} data-done={done !== null || undefined}>
      <span className={styles.number} aria-hidden="true">
        {done === null ? number : "✓"}
      </span>
      <div className={styles.content}>
        <h2>
          {title} {done && <span>{done}</span>}
        </h2>
        {children}
      </div>
    </li>
  );
}
