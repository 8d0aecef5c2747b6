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
        // A fragment that several queries only share fields by is spread with @unmask: its fields are read like any other.
        customDirectives: { apolloUnmask: true },
        scalars: { DateTime: "string", JSON: "unknown" },
      },
    },
    "apps/web/gql/possible-types.ts": { plugins: ["./codegen-possible-types.ts"] },
  },
};

export default config;
