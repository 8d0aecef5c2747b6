export { inspectPicture, type PictureFacts } from "./inspect-picture.ts";
export { admitMask, maskToPng, readMask } from "./mask.ts";
export { type PreparedPicture, preparePicture } from "./prepare-picture.ts";
export type { Preprocessing, View } from "./preprocessing.ts";
export { viewPicture } from "./view-picture.ts";
