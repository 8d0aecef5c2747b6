/** What a person can mend: the message is the one sentence that the launcher prints, with nothing around it. */
export class StartError extends Error {
  override readonly name: string = "StartError";
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The code of a system or database error (`ENOENT`, `3D000`), if it has one. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}
