"use client";

import { useQuery } from "@apollo/client/react";
import { useEffect, useId, useMemo, useState } from "react";
import { Button } from "../shell/button.tsx";
import { Field } from "../shell/field.tsx";
import { countOf } from "../text/count.ts";
import { shortLabel } from "../text/label.ts";
import type { DroppedFile } from "../upload/dropped-file.ts";
import { suggestedSet } from "../upload/picture-files.ts";
import { createClassGuesser } from "../upload/true-class.ts";
import { ImageSetsQuery, LabelsQuery } from "./image-queries.ts";
import styles from "./image-uploads.module.css";
import type { ImageUploads } from "./use-image-uploads.ts";

const noGuess = () => null;

/** What was dropped, where it goes, and which classes the names propose. */
export function ImageStaging({ all: { staged, send, clear } }: { all: ImageUploads }) {
  const { data: setData, error: setError } = useQuery(ImageSetsQuery);
  const { data: labelData } = useQuery(LabelsQuery);
  const labelSets = labelData?.labelSets ?? [];
  const sets = useId();
  const [name, setName] = useState<string | null>(null);
  const suggested = suggestedSet(
    staged.map(({ path }) => path),
    setData?.atlas.imageCount,
  );
  const imageSet = name ?? suggested;
  const [chosen, setChosen] = useState<string | null>(null);
  const labelSetId = chosen ?? labelSets[0]?.id ?? "";
  const labels = labelSets.find(({ id }) => id === labelSetId)?.labels;
  const guess = useMemo(() => (labels ? createClassGuesser(labels) : noGuess), [labels]);
  const guesses = useMemo(() => staged.map(({ path }) => guess(path)), [staged, guess]);
  const recognised = guesses.filter((found) => found !== null).length;
  return (
    <form
      className={styles.staging}
      data-testid="image-staging"
      onSubmit={(event) => {
        event.preventDefault();
        send({ imageSet: imageSet.trim(), labelSetId: labelSetId || null, guess });
      }}
    >
      <div className={styles.fields}>
        <Field label="Image set" hint={imageSet.trim() === "" ? "none: they are found among all images" : undefined}>
          <input
            value={imageSet}
            list={sets}
            placeholder="none"
            onChange={(event) => setName(event.currentTarget.value)}
            data-testid="image-set-name"
          />
          <datalist id={sets}>
            {setData?.imageSets.map(({ id, name: known }) => (
              <option key={id} value={known} />
            ))}
          </datalist>
        </Field>
        <Field
          label="True class, from the names"
          hint={
            labelSets.length === 0
              ? "needs a label set: add a model first"
              : labelSetId && `${recognised} of ${staged.length} recognised`
          }
        >
          <select
            value={labelSetId}
            disabled={labelSets.length === 0}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data-testid="truth-label-set"
          >
            <option value="">none</option>
            {labelSets.map(({ id, name: set }) => (
              <option key={id} value={id}>
                by {set}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <ul className={styles.previews}>
        {staged.slice(0, previewed).map((each, index) => (
          <li key={`${each.path}${each.file.size}`}>
            <Preview dropped={each} truth={guesses[index] ? shortLabel(guesses[index].label) : null} />
          </li>
        ))}
      </ul>
      {staged.length > previewed && (
        <p className={styles.note}>and {countOf(staged.length - previewed, "more", "more")}</p>
      )}
      <div className={styles.buttons}>
        {/* Where they go hangs on what is there already. */}
        <Button kind="primary" type="submit" disabled={!setData && !setError} data-testid="upload-images">
          Add {countOf(staged.length, "photograph")}
        </Button>
        <Button kind="quiet" onClick={clear}>
          Leave them out
        </Button>
      </div>
    </form>
  );
}

/** Beyond this a list of thumbnails only slows the browser down. */
const previewed = 60;

function Preview({ dropped, truth }: { dropped: DroppedFile; truth: string | null }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(dropped.file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [dropped.file]);
  return (
    <figure className={styles.preview} title={dropped.path}>
      <img src={url} alt="" />
      <figcaption data-known={truth !== null || undefined}>{truth ?? dropped.file.name}</figcaption>
    </figure>
  );
}
