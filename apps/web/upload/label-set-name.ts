const cifar10 = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

/** A name for labels that came without one: the data set's, where they are known, else after their file or model. */
export function labelSetName(labels: readonly string[], source: string): string {
  if (labels.length === 1000 && labels[0]!.startsWith("tench")) return "ImageNet-1k";
  if (labels.length === 10 && labels.every((label, index) => label === cifar10[index])) return "CIFAR-10";
  return `${source} labels`;
}
