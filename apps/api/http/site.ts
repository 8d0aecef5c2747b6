import type { IncomingMessage } from "node:http";
import { ExpectedError } from "../errors.ts";

/** The request comes from, or to, somewhere that Heatlas does not serve. */
class SiteError extends ExpectedError {}

const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * A server on a person's own machine is within reach of every page that their browser opens. So: a page of another site
 * may not change anything here, nor open a socket (its Origin is not our Host); and where we listen on the loopback
 * address only, a name that was made to point to it is not ours. Throws SiteError.
 */
export function checkSite(request: IncomingMessage, listening: { host: string }): void {
  const host = request.headers.host ?? "";
  const hostname = host.replace(/:\d+$/, "").toLowerCase();
  if (loopback.test(listening.host) && !loopback.test(hostname)) {
    throw new SiteError("other-host", `This Heatlas is for its own machine: open it as localhost, not as ${hostname}.`);
  }
  const { origin } = request.headers;
  const reads = (request.method === "GET" || request.method === "HEAD") && request.headers.upgrade === undefined;
  if (origin !== undefined && !reads && originHost(origin) !== host.toLowerCase()) {
    throw new SiteError("other-site", `A page of ${origin} may not change anything here: use Heatlas's own pages.`);
  }
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
