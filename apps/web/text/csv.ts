/** Rows as RFC 4180 has them: quoted where a comma, a quote or a line break would be misread. */
export const csvText = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");

/** Spreadsheets run what begins like a formula: a leading quote mark keeps it text. */
function quoted(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
