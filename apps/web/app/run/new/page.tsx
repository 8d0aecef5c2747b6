import { NewRunPage } from "../../../run/new-run-page.tsx";

export default function Page() {
  return <NewRunPage />;
}
