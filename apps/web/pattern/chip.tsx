import { Select, type SelectProps } from "../shell/select.tsx";

interface ChipProps<Value extends string> extends SelectProps<Value> {
  /** What is chosen is not there yet: "and…". */
  faint?: boolean;
}

/** A word of the sentence: a native select of its alternatives. */
export const Chip = <Value extends string>({ faint = false, ...select }: ChipProps<Value>) => (
  <Select {...select} look={faint ? "faint" : "chip"} />
);
