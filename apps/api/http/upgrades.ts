import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { checkSite } from "./site.ts";

/** Takes a request that wants to become a socket. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Who serves the sockets of a path; null where nobody does. */
type Choice = (path: string) => Upgrade | null;

/** Hands each upgrade to who serves its path, if it comes from our own pages. */
export function serveUpgrades(server: Server, listening: { host: string }, choose: Choice): void {
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    try {
      checkSite(request, listening);
    } catch {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const upgrade = choose((request.url ?? "/").split("?")[0]!);
    if (upgrade) upgrade(request, socket, head);
    else socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
  });
}
