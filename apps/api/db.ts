import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "./env.ts";
import { PrismaClient } from "./generated/prisma/client.ts";

/** The typed reads and small writes of the services. Bulk work, NOTIFY and hand-written SQL are sql.ts's. */
export const db = new PrismaClient({
  adapter: new PrismaPg({ connectionString: env.databaseUrl }),
  // Prisma's own 2 s and 5 s would refuse uploads while the machine is busy computing.
  transactionOptions: { maxWait: 20_000, timeout: 30_000 },
});
