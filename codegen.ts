import type { CodegenConfig } from "@graphql-codegen/cli";

/** Types for the dashboard's queries, from the committed schema: apps/web never imports the API. */
const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: ["apps/web/**/*.{ts,tsx}", "!apps/web/gql/**", "!apps/web/.next/**"],
  generates: {
    "apps/web/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: { unmaskFunctionName: "readFragment" } },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { DateTime: "string", JSON: "unknown" },
      },
    },
    "apps/web/gql/possible-types.ts": { plugins: ["./codegen-possible-types.ts"] },
  },
};

export default config;
