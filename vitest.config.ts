import { defineConfig } from "vitest/config";

// graphql ships a CommonJS and an ES build; two copies in one process make "another module or realm" errors.
const alias = [{ find: /^graphql$/, replacement: "graphql/index.js" }];

/**
 * unit: pure code, ONNX sessions, the launcher's parts. postgres: API and worker over a real database. product: all the
 * processes, started, killed and stopped. browser: the dashboard, driven. One project after the other: the later ones
 * start servers, and want the machine for themselves.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/{engine,launcher,web,oracle}/**/*.test.ts"],
          exclude: ["test/launcher/product/**"],
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
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
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "product",
          include: ["test/launcher/product/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/journey/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
