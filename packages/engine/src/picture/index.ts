export { inspectPicture, type PictureFacts } from "./inspect-picture.ts";
export { type PreparedPicture, preparePicture } from "./prepare-picture.ts";
export type { Preprocessing, View } from "./preprocessing.ts";
export { viewPicture } from "./view-picture.ts";
