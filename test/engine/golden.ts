/** The golden nets of this repository. */
export const goldenRoot = new URL("../golden/engine/", import.meta.url).pathname;
