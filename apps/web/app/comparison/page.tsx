import { Suspense } from "react";
import { ComparisonPage } from "../../comparison/comparison-page.tsx";

export default function Page() {
  return (
    <Suspense>
      <ComparisonPage />
    </Suspense>
  );
}
