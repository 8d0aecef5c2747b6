import type { FunctionName } from "./functions.ts";

/** What a thread is sent; it answers in the order in which it is asked. */
export interface Question {
  readonly name: FunctionName;
  readonly args: readonly unknown[];
}

/** A value; or what the engine refuses, whose error's class does not travel; or what should not have happened. */
export type Answer =
  | { readonly value: unknown }
  | { readonly refused: { readonly code: string; readonly message: string; readonly fields: Record<string, unknown> } }
  | { readonly failure: unknown };
