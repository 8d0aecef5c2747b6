import { env } from "./env.ts";

/** Why the API cannot serve, in one sentence for whoever starts it; anything unforeseen in full. */
export function explainStartFailure(error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${env.port} is in use by another program: choose another one with HEATLAS_PORT.`;
    case "EADDRNOTAVAIL":
      return `This machine has no address ${env.host}: correct HEATLAS_HOST (127.0.0.1, or 0.0.0.0 for all).`;
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "CONNECT_TIMEOUT":
    case "28P01":
    case "3D000":
      return `The database cannot be used (${message}): start it, or correct DATABASE_URL.`;
    case "42P01":
      return "The database has no tables yet: run npm run migrate, or start Heatlas with npm start.";
    default:
      return stack ?? String(error);
  }
}
