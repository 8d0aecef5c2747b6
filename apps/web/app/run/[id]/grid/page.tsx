import { notFound } from "next/navigation";
import { Suspense } from "react";
import { GridPage } from "../../../../heatmap/grid-page.tsx";
import { isUuid } from "../../../../shell/routes.ts";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isUuid(id)) notFound();
  return (
    <Suspense>
      <GridPage runUuid={id} />
    </Suspense>
  );
}
