import { Suspense } from "react";
import { ClusterPage } from "../../../../cluster/cluster-page.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <ClusterPage runUuid={id} />
    </Suspense>
  );
}
