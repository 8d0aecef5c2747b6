import engine from "../../../packages/engine/package.json" with { type: "json" };

/** Told with every map, but no part of its identity: that holds the numerics version. */
export const engineVersion = engine.version;
