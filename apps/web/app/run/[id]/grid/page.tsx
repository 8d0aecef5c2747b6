import { Suspense } from "react";
import { GridPage } from "../../../../heatmap/grid-page.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <GridPage runUuid={id} />
    </Suspense>
  );
}
