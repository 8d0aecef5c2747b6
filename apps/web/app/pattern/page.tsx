import { Suspense } from "react";
import { PatternPage } from "../../pattern/pattern-page.tsx";

export default function Page() {
  return (
    <Suspense>
      <PatternPage />
    </Suspense>
  );
}
