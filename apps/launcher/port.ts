import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, messageOf, StartError } from "./errors.ts";

/** Listens for a moment; resolves with the port, rejects with the system's error. `port` 0 lets the system choose. */
function tryPort(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}

/** A port of this machine that nobody listens on. */
export const findFreePort = (): Promise<number> => tryPort(0, "127.0.0.1");

/** Throws StartError unless `port` of `host` can be listened on, now or within `patience` milliseconds. */
export async function requireFreePort(port: number, host: string, patience = 0): Promise<void> {
  const until = Date.now() + patience;
  for (;;) {
    try {
      await tryPort(port, host);
      return;
    } catch (error) {
      const code = codeOf(error) ?? "";
      if (code !== "EADDRINUSE" || Date.now() >= until) {
        throw new StartError(sentences[code]?.(port, host) ?? `Cannot listen on ${host}:${port}: ${messageOf(error)}`);
      }
      await sleep(100);
    }
  }
}

const sentences: Readonly<Record<string, (port: number, host: string) => string>> = {
  EADDRINUSE: (port) =>
    `Port ${port} is in use by another program: stop it, or choose another port, for example HEATLAS_PORT=${port + 1} npm start.`,
  EACCES: (port) =>
    `Port ${port} is reserved for root: choose one above 1023, for example HEATLAS_PORT=3000 npm start.`,
  EADDRNOTAVAIL: (_, host) =>
    `This machine has no address ${host}: correct HEATLAS_HOST (127.0.0.1, or 0.0.0.0 for all).`,
  ENOTFOUND: (_, host) => `No machine is called ${host}: correct HEATLAS_HOST (127.0.0.1, or 0.0.0.0 for all).`,
};
