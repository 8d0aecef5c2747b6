import { probabilityOf } from "./verdict.prepare.ts";

/** p = .031, q = 3.4 × 10⁻¹⁰. */
export function SmallProbability({ symbol, log10 }: { symbol: "p" | "q"; log10: number }) {
  // Adjusted ones are floats: the least of them is a bound.
  if (log10 === Number.NEGATIVE_INFINITY) {
    return (
      <>
        {symbol} &lt; 10<sup>−300</sup>
      </>
    );
  }
  const { text, exponent } = probabilityOf(log10);
  return (
    <>
      {symbol} = {text}
      {exponent !== null && <sup>−{Math.abs(exponent).toLocaleString("en")}</sup>}
    </>
  );
}
