import { notFound } from "next/navigation";
import { Suspense } from "react";
import { ClusterPage } from "../../../../cluster/cluster-page.tsx";
import { isUuid } from "../../../../shell/routes.ts";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isUuid(id)) notFound();
  return (
    <Suspense>
      <ClusterPage runUuid={id} />
    </Suspense>
  );
}
