import { expect, test } from "vitest";
import { csvText } from "../../apps/web/text/csv.ts";

test("cells with commas, quotes and line breaks stay one cell", () => {
  expect(csvText([["kit fox, Vulpes", 'the "one"', "two\nlines", "plain"]])).toBe(
    '"kit fox, Vulpes","the ""one""","two\nlines",plain\r\n',
  );
});

test("a cell that a spreadsheet would run stays text", () => {
  expect(csvText([["=1+1", "@a", "-x", "a-b"]])).toBe("'=1+1,'@a,'-x,a-b\r\n");
});
