import { ModelPage } from "../../model/model-page.tsx";

export default function Page() {
  return <ModelPage />;
}
