"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useMemo, useState } from "react";
import { readFragment } from "../gql";
import { useKeys } from "../shell/keys.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { photograph, uuidOf } from "../shell/routes.ts";
import { ShowMore } from "../shell/show-more.tsx";
import { Empty, Failure, Skeleton } from "../shell/states.tsx";
import { Tabs } from "../shell/tabs.tsx";
import { useUrlState } from "../shell/url-state.ts";
import { shortLabel, stem } from "../text/label.ts";
import { ImageInspector } from "./image-inspector.tsx";
import styles from "./image-page.module.css";
import { GalleryImageFragment, ImageSetsQuery, ImagesQuery } from "./image-queries.ts";
import { ImageUploader } from "./image-uploads.tsx";

const everySet = "all";

export function ImagePage() {
  const { read, write } = useUrlState();
  const sets = useQuery(ImageSetsQuery);
  const imageSets = sets.data?.imageSets ?? [];
  const set = imageSets.find(({ id }) => uuidOf(id) === read("set"));
  const { data, error, loading, refetch, fetchMore } = useQuery(ImagesQuery, {
    variables: { first: 60, imageSet: set?.id ?? null },
    skip: !sets.data && !sets.error,
  });
  const images = readFragment(GalleryImageFragment, data?.images.edges.map(({ node }) => node) ?? []);
  const selectedAt = images.findIndex(({ id }) => uuidOf(id) === read("image"));
  const selected = images[selectedAt];
  const [sheetOpen, setSheetOpen] = useState(false);
  const select = useCallback(
    (at: number) => {
      const image = images[at];
      if (image) write({ image: uuidOf(image.id) });
    },
    [images, write],
  );
  const close = useCallback(() => {
    setSheetOpen(false);
    write({ image: undefined });
  }, [write]);
  useKeys(
    useMemo(
      () => [
        { key: "ArrowLeft", label: "the image before", run: () => select(Math.max(0, selectedAt - 1)) },
        { key: "ArrowRight", label: "the image after", run: () => select(selectedAt + 1) },
        { key: "Escape", label: "close", run: close },
      ],
      [select, selectedAt, close],
    ),
  );
  const retry = () => {
    sets.refetch().catch(() => {});
    refetch().catch(() => {});
  };

  return (
    <PageFrame
      crumbs={[{ label: "Images" }]}
      tools={
        imageSets.length > 0 && (
          <Tabs
            label="Image set"
            testId="image-sets"
            value={set ? uuidOf(set.id) : everySet}
            options={[
              [everySet, `All ${sets.data?.atlas.imageCount ?? ""}`],
              ...imageSets.map(({ id, name, imageCount }) => [uuidOf(id), `${name} ${imageCount}`] as const),
            ]}
            onChange={(value) => write({ set: value === everySet ? undefined : value, image: undefined })}
          />
        )
      }
      inspector={
        selected && (
          <ImageInspector
            key={selected.id}
            image={selected}
            open={sheetOpen}
            belowTools={imageSets.length > 0}
            onClose={() => setSheetOpen(false)}
          />
        )
      }
    >
      <header className={styles.head}>
        <h1>{set?.name ?? "Images"}</h1>
      </header>
      <ImageUploader compact={images.length > 0} />
      {(error ?? sets.error) && images.length === 0 ? (
        <Failure error={(error ?? sets.error)!} onRetry={retry} />
      ) : (loading || !data) && images.length === 0 ? (
        <ul className={styles.gallery}>
          {Array.from({ length: 12 }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else to tell them apart.
            <li key={index}>
              <Skeleton className={styles.placeholder ?? ""} />
              <Skeleton width="60%" height={12} className={styles.line ?? ""} />
            </li>
          ))}
        </ul>
      ) : images.length === 0 ? (
        <Empty title="No photographs yet">Those that you drop above appear here, in the sets that you name.</Empty>
      ) : (
        <ul className={styles.gallery} data-testid="gallery">
          {images.map((image, at) => {
            const truth = image.truths[0];
            const title = truth ? shortLabel(truth.class.label) : stem(image.name);
            return (
              <li key={image.id}>
                <button
                  type="button"
                  className={styles.image}
                  aria-pressed={at === selectedAt}
                  aria-label={truth ? `${title}, ${image.name}` : title}
                  data-testid="gallery-image"
                  onClick={() => {
                    select(at);
                    setSheetOpen(true);
                  }}
                >
                  <img src={photograph(image.id, "centre", 224)} alt="" loading="lazy" decoding="async" />
                  <span data-known={truth ? true : undefined}>{title}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <ShowMore
        page={data?.images.pageInfo}
        onMore={(after) => fetchMore({ variables: { after } })}
        className={styles.more}
      >
        Show more photographs
      </ShowMore>
    </PageFrame>
  );
}
