import type { Request } from "express";

/** The body, without ending the request when reading stops early: the answer that says why has to get through. */
export const bodyOf = (request: Request): AsyncIterable<Uint8Array> => request.iterator({ destroyOnReturn: false });
