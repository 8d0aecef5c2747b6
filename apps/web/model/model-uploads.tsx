"use client";

import { modelPath } from "../shell/routes.ts";
import { DropZone } from "../upload/drop-zone.tsx";
import { askFor, missingFiles } from "../upload/model-data.ts";
import { missingFacts, withFittingLabels } from "../upload/model-facts.ts";
import { UploadLine } from "../upload/upload-line.tsx";
import { DataNote } from "./data-note.tsx";
import { FactsForm } from "./facts-form.tsx";
import { bytesOf, type ModelUpload } from "./model-upload.ts";
import styles from "./model-uploads.module.css";
import { type ModelUploads, useModelUploads } from "./use-model-uploads.ts";

/** The drop zone for models, and below it each file with its progress, its refusal or its form. */
export function ModelUploader({ compact = false }: { compact?: boolean }) {
  const all = useModelUploads();
  const waiting = all.uploads.filter(({ upload, added }) => upload.state === "accepted" && !added);
  return (
    <div className={styles.uploader}>
      <DropZone
        title="Drop ONNX models here"
        hint={
          <>
            Several at once. Facts may come with them in side files (<code>resnet50.onnx</code> with{" "}
            <code>resnet50.json</code>) or be typed in afterwards. Files that hold a large model's weights belong here
            too.
          </>
        }
        accept=""
        compact={compact}
        testId="model-drop"
        onFiles={all.take}
      />
      {(all.uploads.length > 0 || all.refused.length > 0) && (
        <ul className={styles.list} aria-label="Models being added" data-testid="model-uploads">
          {all.refused.map(({ key, name, bytes, reason }) => (
            <li key={key}>
              <UploadLine
                name={name}
                bytes={bytes}
                upload={{ state: "refused", reason }}
                onDismiss={() => all.dismiss(key)}
              />
            </li>
          ))}
          {all.uploads.map((each) => (
            <li key={each.key}>
              <ModelUploadItem upload={each} all={all} others={waiting.length - 1} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ModelUploadItem({ upload: each, all, others }: { upload: ModelUpload; all: ModelUploads; others: number }) {
  const { key, file, upload, added } = each;
  return (
    <>
      <UploadLine
        name={file.name}
        bytes={bytesOf(each)}
        upload={upload}
        note={noteOf(each, all)}
        href={modelPath}
        onDismiss={() => all.dismiss(key)}
      />
      {upload.state === "accepted" && !added && each.draft && (
        <FactsForm
          id={key}
          draft={withFittingLabels(each.draft, upload.answer.classCount, all.labelSets)}
          admitted={upload.answer}
          labelSets={all.labelSets}
          refusal={each.refusal}
          others={others}
          onChange={(draft) => all.change(key, { draft })}
          onShare={() => all.shareWithAll(key)}
          onSubmit={(draft) => {
            if (Object.keys(missingFacts(draft, upload.answer.classCount)).length > 0) return;
            return all.add(key, upload.answer.uploadId, draft);
          }}
        />
      )}
    </>
  );
}

/** What to say instead of the upload's own state. */
function noteOf({ key, path, upload, added }: ModelUpload, all: ModelUploads) {
  if (added) return <AddedNote {...added} />;
  if (upload.state === "accepted") return "needs a few facts";
  if (upload.state !== "waiting") return undefined;
  return (
    <DataNote
      sentence={upload.problem ?? askFor(upload.data, { key, path }, all.offered)}
      isProblem={upload.problem !== null}
      button={missingFiles(upload.data).length === 1 ? "Choose it" : "Choose them"}
      onFiles={(files) => all.choose(key, files)}
    />
  );
}

const AddedNote = ({ id, name }: { id: string; name: string }) => (
  <span data-testid="model-added">
    <b className={styles.done}>✓</b> added as <a href={modelPath(id)}>{name}</a>
  </span>
);
