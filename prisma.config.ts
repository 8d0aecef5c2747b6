import { defineConfig } from "prisma/config";

// `prisma generate` wants to see an engine binary, which this project neither downloads nor needs.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost/heatlas" },
});
