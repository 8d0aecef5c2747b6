import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import { ExpectedError } from "../errors.ts";

/** The HTTP status of an expected error's code; what was given is at fault where it is not listed. */
const statuses: Readonly<Record<string, number>> = {
  "not-found": 404,
  "too-large": 413,
  "wrong-state": 409,
  "other-length": 409,
  exists: 409,
  "other-site": 403,
  "other-host": 421,
  "no-web": 502,
  "disk-full": 507,
};

/** Answers `{"error": {code, message}}`. What is not expected is written to the log, and reaches nobody else. */
export function answerError(error: unknown, request: Request, response: Response): void {
  // A client that went away has nobody to be told.
  if (request.socket.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  const { status, code, message } = describe(error);
  // Those of the answer that was not to be: its type, its length, that it may be kept for ever.
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.status(status).json({ error: { code, message } });
  // What is left of a refused upload: read and dropped, or the client would not hear why.
  request.resume();
}

function describe(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof ExpectedError) {
    return { status: statuses[error.code] ?? 400, code: error.code, message: error.message };
  }
  if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
    return {
      status: 507,
      code: "disk-full",
      message: "The disk that holds Heatlas's data is full: free some space, then try again.",
    };
  }
  const client = clientFault(error);
  if (client) return client;
  return { status: 500, code: "internal", message: logUnexpected(error) };
}

/** Express's own errors about a request, such as a body that is no JSON or a path that cannot be decoded. */
function clientFault(error: unknown) {
  const { status, expose, type } = error as { status?: number; expose?: boolean; type?: string };
  if (status === undefined || status < 400 || status >= 500) return null;
  if (type === "entity.too.large") return { status, code: "too-large", message: "The request's body is too large." };
  if (type === "entity.parse.failed") return { status, code: "not-json", message: "The request's body is not JSON." };
  return {
    status,
    code: "bad-request",
    message: expose ? "The request cannot be read." : "The address cannot be read.",
  };
}

/** Writes the error to the log under a number, and answers the sentence that names it. */
export function logUnexpected(error: unknown): string {
  const number = randomUUID().slice(0, 8);
  console.error(`error ${number}:`, error);
  return `Something went wrong in Heatlas; its log tells what, under ${number}.`;
}
