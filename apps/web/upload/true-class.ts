export interface ClassGuess {
  index: number;
  label: string;
}

/**
 * Proposes an image's true class from the names of its folder and file: the label (or one of its comma-separated
 * synonyms) whose words stand there in a row. The folder is believed before the file, and more words before fewer:
 * "cab/red_pickup.jpg" is a cab, "eli_sea_snake.jpg" a sea snake and not a snake.
 */
export function createClassGuesser(labels: readonly string[]): (path: string) => ClassGuess | null {
  const bySynonym = new Map<string, number>();
  labels.forEach((label, index) => {
    for (const synonym of label.split(",")) {
      const key = wordsOf(synonym).join(" ");
      // The first label to claim a name keeps it: ImageNet lists "crane" twice.
      if (key !== "" && !bySynonym.has(key)) bySynonym.set(key, index);
    }
  });
  const longest = Math.max(1, ...[...bySynonym.keys()].map((key) => key.split(" ").length));

  return (path) => {
    const parts = path.split(/[\\/]/).filter((part) => part !== "");
    const folder = parts.at(-2);
    const file = parts.at(-1)?.replace(/\.[^.]*$/, "");
    for (const place of [folder, file]) {
      const index = place === undefined ? undefined : longestMatch(wordsOf(place), bySynonym, longest);
      if (index !== undefined) return { index, label: labels[index]! };
    }
    return null;
  };
}

function longestMatch(words: readonly string[], bySynonym: ReadonlyMap<string, number>, longest: number) {
  for (let length = Math.min(longest, words.length); length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const index = bySynonym.get(words.slice(start, start + length).join(" "));
      if (index !== undefined) return index;
    }
  }
  return undefined;
}

/** Lower-case words of letters; digits and WordNet ids (n01751748) are numbering, not names. */
const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/\bn\d{8}\b|(?<=_)n\d{8}(?=_)/g, " ")
    .split(/[^\p{L}']+/u)
    .filter((word) => word !== "");
