"use client";

import { useSearchParams } from "next/navigation";
import { Suspense } from "react";
import { readStop, tourParameter } from "./address.ts";
import { TourCard } from "./tour-card.tsx";

/** The guided tour, on whatever page the address asks for it. */
export function Tour() {
  return (
    <Suspense>
      <TourByAddress />
    </Suspense>
  );
}

function TourByAddress() {
  const number = readStop(useSearchParams().get(tourParameter));
  return number && <TourCard number={number} />;
}
