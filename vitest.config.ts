import { defineConfig } from "vitest/config";

// graphql ships a CommonJS and an ES build; two copies in one process make "another module or realm" errors.
const alias = [{ find: /^graphql$/, replacement: "graphql/index.js" }];

/** unit: pure code and ONNX sessions. postgres: API and worker over a real database. browser: the dashboard, driven. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/{engine,launcher,web,oracle}/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "postgres",
          include: ["test/api/**/*.test.ts"],
          globalSetup: ["test/api/postgres.setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/journey/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
