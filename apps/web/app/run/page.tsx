import { RunsPage } from "../../run/runs-page.tsx";

export default function Page() {
  return <RunsPage />;
}
