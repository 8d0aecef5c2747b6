/** ImageNet's labels list synonyms, "kit fox, Vulpes macrotis": the first one is what a page has room for. */
export const shortLabel = (label: string) => label.split(",")[0]!.trim();

/** Tabs have little room: Vanilla gradient → Vanilla, Guided backpropagation → Guided; brackets and other names stay. */
export const shortMethod = (name: string) => name.replace(/^(\w+) (gradient|backpropagation)(?= \(|$)/, "$1");

/** Enough of a hash to tell it from its neighbours. */
export const shortHash = (hash: string) => (hash.length > 14 ? `${hash.slice(0, 6)}…${hash.slice(-4)}` : hash);

/** The photograph's own name without folder, extension and the dataset's prefixes. */
export const stem = (fileName: string) => fileName.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
