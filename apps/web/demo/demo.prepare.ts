export interface DemoInput {
  state: "absent" | "loading" | "loaded" | "removed";
  /** The statuses of its runs. */
  runs: readonly string[];
}

export interface PreparedDemo {
  sentence: string;
  /** Whether there is something to tour: its runs are planned, if not yet computed. */
  tour: boolean;
  /** What the button that sets loading going says; null where there is nothing to load. */
  load: string | null;
  remove: boolean;
  /** Whether the page should ask again how far it is, since no event tells. */
  watch: boolean;
}

const underWay = new Set(["draft", "queued", "running"]);
const broken = new Set(["failed", "cancelled"]);

/** What the dashboard says of the demo atlas, and offers to do with it. */
export function prepareDemo({ state, runs }: DemoInput): PreparedDemo {
  switch (state) {
    case "loading":
      return {
        sentence: "The demo atlas is being drawn and explained on this machine.",
        tour: runs.length > 0,
        load: null,
        remove: false,
        watch: true,
      };
    case "loaded":
      return { sentence: loadedSentence(runs), tour: runs.length > 0, load: null, remove: true, watch: false };
    case "removed":
      return {
        sentence: "The demo atlas is removed; it can be drawn and explained again on this machine.",
        tour: false,
        load: "Load it again",
        remove: false,
        watch: false,
      };
    case "absent":
      return {
        sentence: "There is a demo atlas to learn on: small networks and drawn scenes, explained on this machine.",
        tour: false,
        load: "Load the demo",
        remove: false,
        watch: false,
      };
  }
}

function loadedSentence(runs: readonly string[]): string {
  if (runs.some((status) => underWay.has(status))) {
    return "The demo atlas is being explained on this machine; what is computed can be looked at.";
  }
  if (runs.some((status) => broken.has(status))) {
    return "The demo atlas is here, though not all of it was computed: its runs say why.";
  }
  return "The demo atlas is here: small networks and drawn scenes, explained on this machine.";
}
