import { Suspense } from "react";
import { ImagePage } from "../../image/image-page.tsx";

export default function Page() {
  return (
    <Suspense>
      <ImagePage />
    </Suspense>
  );
}
