import { StartError } from "../errors.ts";

/** What PostgreSQL's programs print, and the sentence that it deserves. `folder` is the data folder. */
const causes: readonly (readonly [RegExp, (folder: string) => string])[] = [
  [
    /No space left on device|ENOSPC|Disk quota exceeded/,
    (folder) =>
      `The disk that holds ${folder} is full: free at least 200 MB there, or set HEATLAS_DATA to another disk.`,
  ],
  [
    /Read-only file system|EROFS/,
    (folder) => `${folder} is on a read-only disk: set HEATLAS_DATA to a folder that can be written.`,
  ],
  [
    /database files are incompatible with server/,
    (folder) =>
      `The database in ${folder} was made by another major version of PostgreSQL: start it with the Heatlas that made it, or set HEATLAS_DATA to a new folder.`,
  ],
  [
    /could not create shared memory segment|could not resize shared memory/,
    () =>
      "PostgreSQL got no shared memory from this machine: give it at least 256 MB (docker run --shm-size=256m), or set DATABASE_URL.",
  ],
  [
    /error while loading shared libraries|spawn .* ENOENT|GLIBC_|required file not found/,
    () =>
      "The PostgreSQL that npm installed does not run on this system (it needs glibc on Linux): set DATABASE_URL to a PostgreSQL 18 of your own.",
  ],
  [
    /Permission denied|EACCES|EPERM/,
    (folder) =>
      `Heatlas may not write in ${folder}: give the folder to the user that starts Heatlas, or set HEATLAS_DATA to another one.`,
  ],
  [
    /mkdir|ENOTDIR|EEXIST/,
    (folder) => `${folder} cannot be made a folder there: set HEATLAS_DATA to a place where folders can be made.`,
  ],
];

/** The sentence for a failed initdb or start, from what it printed. */
export function explainFailure(step: string, output: string, folder: string): StartError {
  const known = causes.find(([pattern]) => pattern.test(output));
  if (known) return new StartError(known[1](folder));
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const told = lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? "it printed nothing";
  return new StartError(`Heatlas could not ${step} in ${folder}: ${told.trim()}`);
}
