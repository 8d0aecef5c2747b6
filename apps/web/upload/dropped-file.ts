/** A file and where it lay, folders first: sea_snake/00025367.jpg. */
export interface DroppedFile {
  path: string;
  file: File;
}
