const families: readonly [RegExp, string][] = [
  [/alex/i, "alexnet"],
  [/vgg/i, "vgg"],
  [/res-?ne[xs]?t/i, "resnet"],
  [/dense/i, "densenet"],
  [/squeeze/i, "squeezenet"],
  [/incept|googlenet/i, "inception"],
];

/** The families that have a colour of their own, in the one order that every legend uses. */
export const familyNames = ["AlexNet", "VGG", "ResNet", "DenseNet", "SqueezeNet", "Inception"] as const;

const tokenOf = (text: string) => families.find(([pattern]) => pattern.test(text))?.[1];

/** The colour token of a family; families without one share `other`. */
export const familyColour = (family: string) => `var(--family-${tokenOf(family) ?? "other"})`;

/** The family that a file's name suggests, for a form to start from; empty where it suggests none. */
export function familyFromFileName(fileName: string): string {
  const token = tokenOf(fileName);
  return familyNames.find((name) => name.toLowerCase() === token) ?? "";
}
