import "./scalars.ts";
import "./error-types.ts";
import "./atlas/schema.ts";
import "./label-set/schema.ts";
import "./model/schema.ts";
import "./model/mutations.ts";
import "./image-set/schema.ts";
import "./image/schema.ts";
import "./image/mutations.ts";
import "./method/schema.ts";
import "./heatmap/schema.ts";
import "./clustering/schema.ts";
import "./run/schema.ts";
import "./run/mutations.ts";
import "./analysis/schema.ts";
import "./pattern/schema.ts";
import "./pattern/mutations.ts";
import "./pattern/comment-schema.ts";
import "./pattern/consensus-schema.ts";
import "./clustering/shape-schema.ts";
import "./clustering/stability-schema.ts";
import "./comparison/schema.ts";
import "./comparison/mean-schema.ts";
import "./demo/schema.ts";
import { builder } from "./builder.ts";

/** Every type and field of the API. The stages add theirs when they are imported. */
export const schema = builder.toSchema();
