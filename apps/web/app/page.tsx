import { AtlasPage } from "../atlas/atlas-page.tsx";

export default function Page() {
  return <AtlasPage />;
}
