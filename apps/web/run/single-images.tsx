"use client";

import { useLazyQuery } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "../gql";
import { GalleryImageFragment, ImagesQuery } from "../image/image-queries.ts";
import { Choice } from "../shell/choice.tsx";
import { photograph } from "../shell/routes.ts";
import { ShowMore } from "../shell/show-more.tsx";
import { shortLabel, stem } from "../text/label.ts";
import styles from "./single-images.module.css";

interface SingleImagesProps {
  sets: readonly { id: string; name: string }[];
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
}

/** Images one by one: read only when asked for. */
export function SingleImages({ sets, chosen, onToggle }: SingleImagesProps) {
  const [open, setOpen] = useState(false);
  const [set, setSet] = useState("");
  const [load, { data, loading, fetchMore }] = useLazyQuery(ImagesQuery);
  const images = readFragment(GalleryImageFragment, data?.images.edges.map(({ node }) => node) ?? []);
  const show = (imageSet: string) => {
    setSet(imageSet);
    load({ variables: { first: 60, imageSet: imageSet || null } }).catch(() => {});
  };
  if (!open) {
    return (
      <button
        type="button"
        className={styles.open}
        data-testid="single-images"
        onClick={() => {
          setOpen(true);
          show("");
        }}
      >
        choose one by one
      </button>
    );
  }
  return (
    <div className={styles.single}>
      <div className={styles.head}>
        <Choice
          label="From"
          value={set}
          options={[["", "all images"], ...sets.map(({ id, name }) => [id, name] as const)]}
          onChange={show}
        />
        <span>{chosen.size} chosen one by one</span>
      </div>
      <ul className={styles.images} aria-busy={loading}>
        {images.map((image) => {
          const title = image.truths[0] ? shortLabel(image.truths[0].class.label) : stem(image.name);
          return (
            <li key={image.id}>
              <label className={styles.image} title={image.name}>
                <input
                  type="checkbox"
                  checked={chosen.has(image.id)}
                  onChange={() => onToggle(image.id)}
                  aria-label={`${title}, ${image.name}`}
                />
                <img src={photograph(image.id, "centre", 144)} alt="" loading="lazy" />
                <span>{title}</span>
              </label>
            </li>
          );
        })}
      </ul>
      <ShowMore page={data?.images.pageInfo} onMore={(after) => fetchMore({ variables: { after } })}>
        Show more
      </ShowMore>
    </div>
  );
}
