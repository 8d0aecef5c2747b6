"use client";

import { ButtonLink } from "./button.tsx";
import { PageFrame } from "./page-frame.tsx";
import { Empty } from "./states.tsx";

export function NotFoundPage() {
  return (
    <PageFrame crumbs={[{ label: "Not found" }]}>
      <Empty title="There is no such page" action={<ButtonLink href="/">To the atlas</ButtonLink>}>
        The link may be old, or a letter of it is missing.
      </Empty>
    </PageFrame>
  );
}
