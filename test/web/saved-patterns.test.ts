import { expect, test } from "vitest";
import { toldGroup, verdictText } from "../../apps/web/atlas/saved-patterns.prepare.ts";

const group = (slug: string, k: number, n: number) => ({
  method: { slug, name: slug },
  k,
  n,
  holds: n === 0 ? null : k / n > 0.5,
});

test("a saved pattern is told by the best known method that counts, not by the one that suits it", () => {
  const groups = [group("lrp-epsilon", 12, 12), group("guided", 3, 12), group("grad-cam", 0, 0)];
  expect(toldGroup(groups)).toBe(groups[1]);
  expect(toldGroup([group("rise", 1, 2)])?.method.slug).toBe("rise");
  expect(toldGroup([group("grad-cam", 0, 0)])).toBeNull();
});

test("beside it stands by how many methods it holds", () => {
  const [yes, no, none] = [group("guided", 9, 12), group("vanilla", 6, 12), group("grad-cam", 0, 0)];
  expect(verdictText([yes, no, none])).toBe("holds by 1 of 2 methods");
  expect(verdictText([yes, yes, yes])).toBe("holds by all 3 methods");
  expect(verdictText([yes, yes])).toBe("holds by both methods");
  expect(verdictText([no, no])).toBe("holds by none of 2 methods");
  expect([verdictText([yes, none]), verdictText([no])]).toEqual(["holds", "on half or fewer"]);
});
