"use client";

import { PageFrame } from "../shell/page-frame.tsx";
import { Failure } from "../shell/states.tsx";

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <PageFrame crumbs={[{ label: "Something broke" }]}>
      <Failure error={{ message: `This page could not be drawn: ${error.message}` }} onRetry={reset} />
    </PageFrame>
  );
}
