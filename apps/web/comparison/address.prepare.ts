import { type Setting, settingAddress } from "../cluster/setting.prepare.ts";
import { uuidOf, withQuery } from "../shell/routes.ts";

/** A side as an address says it; what is left out is chosen by the page. */
export interface SideAddress {
  /** A run's id. */
  readonly run?: string | undefined;
  /** As methodChoices keys it. */
  readonly method?: string | undefined;
  /** An image's id; mean is the mean over the images. */
  readonly image?: string | undefined;
  /** As settingAddress writes it. */
  readonly setting?: string | undefined;
}

export const sides = ["a", "b"] as const;
export type SideName = (typeof sides)[number];

/** What an address says of an image's place instead of one: all of them. */
export const meanImage = "mean";

/** The parameters of one side: "a-run", "a-method" … */
export const sideQuery = (side: SideName, { run, method, image, setting }: SideAddress) => ({
  [`${side}-run`]: run && uuidOf(run),
  [`${side}-method`]: method,
  [`${side}-image`]: image && uuidOf(image),
  [`${side}-setting`]: setting,
});

export const comparisonPath = ({ a, b }: Readonly<Record<SideName, SideAddress>>) =>
  withQuery("/comparison", { ...sideQuery("a", a), ...sideQuery("b", b) });

/** A tree beside the one of another method on the same image; beside its run's mean where there is no other method. */
export function besideAnother(tree: {
  run: string;
  methods: readonly { key: string }[];
  method: string;
  image: string;
  setting: Setting;
}): Record<SideName, SideAddress> {
  const setting = settingAddress(tree.setting);
  const other = tree.methods.find(({ key }) => key !== tree.method);
  const a = { run: tree.run, method: tree.method, image: tree.image, setting };
  return { a, b: other ? { ...a, method: other.key } : { ...a, image: meanImage } };
}
