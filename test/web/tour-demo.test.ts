import { describe, expect, test } from "vitest";
import { prepareDemo } from "../../apps/web/demo/demo.prepare.ts";

describe("the demo's line", () => {
  test("offers the tour as soon as its runs are there, whatever they have computed", () => {
    expect(prepareDemo({ state: "loading", runs: [] }).tour).toBe(false);
    expect(prepareDemo({ state: "loading", runs: ["queued"] }).tour).toBe(true);
    expect(prepareDemo({ state: "loaded", runs: ["running", "queued"] }).tour).toBe(true);
    expect(prepareDemo({ state: "removed", runs: [] }).tour).toBe(false);
  });

  test("offers to load what is not here and to remove what is, never both", () => {
    expect(prepareDemo({ state: "absent", runs: [] })).toMatchObject({ load: "Load the demo", remove: false });
    expect(prepareDemo({ state: "removed", runs: [] })).toMatchObject({ load: "Load it again", remove: false });
    expect(prepareDemo({ state: "loaded", runs: ["done"] })).toMatchObject({ load: null, remove: true });
    expect(prepareDemo({ state: "loading", runs: [] })).toMatchObject({ load: null, remove: false });
  });

  test("is asked again only while it is being loaded, since its runs tell of themselves", () => {
    expect(prepareDemo({ state: "loading", runs: [] }).watch).toBe(true);
    for (const state of ["loaded", "removed", "absent"] as const) {
      expect(prepareDemo({ state, runs: [] }).watch).toBe(false);
    }
  });

  test("says whether it is being explained, is complete, or was not all computed", () => {
    expect(prepareDemo({ state: "loaded", runs: ["done", "running"] }).sentence).toMatch(/being explained/);
    expect(prepareDemo({ state: "loaded", runs: ["done", "done"] }).sentence).toMatch(/is here: small networks/);
    expect(prepareDemo({ state: "loaded", runs: ["done", "cancelled"] }).sentence).toMatch(/not all of it/);
  });
});
