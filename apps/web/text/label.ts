/** ImageNet's labels list synonyms, "kit fox, Vulpes macrotis": the first one is what a page has room for. */
export const shortLabel = (label: string) => label.split(",")[0]!.trim();

/** fire9_concat out of a path such as /features/fire9/Concat_output_0 stays whole: only a hash is ever shortened. */
export const shortHash = (hash: string) => (hash.length > 14 ? `${hash.slice(0, 6)}…${hash.slice(-4)}` : hash);

/** The photograph's own name without folder, extension and the dataset's prefixes. */
export const stem = (fileName: string) => fileName.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
