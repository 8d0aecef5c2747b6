import { spawn } from "node:child_process";
import type { ServerUser } from "./user.ts";

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs one of PostgreSQL's programs to its end as `user`, and returns its exit code and all that it printed.
 * Its folder is / since `user` may not be allowed into ours, and the locale is C so that its words can be recognised.
 */
export function runProgram(path: string, args: readonly string[], user: ServerUser): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(path, args, {
      cwd: "/",
      env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "pipe"],
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => resolve({ code: null, output: `${output}\n${error.message}` }));
    // "exit", not "close": the server that pg_ctl leaves behind keeps our pipes open.
    child.on("exit", (code) => setImmediate(() => resolve({ code, output })));
  });
}
