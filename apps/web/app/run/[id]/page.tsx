import { notFound } from "next/navigation";
import { RunPage } from "../../../run/run-page.tsx";
import { isUuid } from "../../../shell/routes.ts";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isUuid(id)) notFound();
  return <RunPage runUuid={id} />;
}
