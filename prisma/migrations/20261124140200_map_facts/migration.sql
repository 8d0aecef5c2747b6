-- What makes a map worth doubting: a bit each, in the order of apps/api/heatmap/flag.ts. Null where nobody looked.
ALTER TABLE "heatmap" ADD COLUMN "flags" SMALLINT;
-- Where the class score went (definitions.md §1), in shares of it. Null for methods that share no relevance.
ALTER TABLE "heatmap" ADD COLUMN "conservation" REAL;
ALTER TABLE "heatmap" ADD COLUMN "bias_share" REAL;
ALTER TABLE "heatmap" ADD COLUMN "epsilon_share" REAL;
-- The share of its relevance off the object, what of its picture is object, and the mask that says so.
ALTER TABLE "heatmap" ADD COLUMN "off_object" REAL;
ALTER TABLE "heatmap" ADD COLUMN "object_share" REAL;
ALTER TABLE "heatmap" ADD COLUMN "mask_sha256" BYTEA;
ALTER TABLE "heatmap" ADD CONSTRAINT "heatmap_mask_sha256_length" CHECK (octet_length("mask_sha256") = 32);

-- The same of a tree's maps, for patterns: off_object in the leaf set's order, NaN where there is none, null where no
-- map has one; map_flags are those of any of its maps.
ALTER TABLE "clustering" ADD COLUMN "off_object" REAL[];
ALTER TABLE "clustering" ADD COLUMN "map_flags" SMALLINT;

-- Raised when shares off the object were measured anew: whoever keeps a copy of trees' off_object knows when it is old.
ALTER TABLE "project" ADD COLUMN "mask_revision" BIGINT NOT NULL DEFAULT 0;

-- What a run's maps come to, by method and model.
CREATE TABLE "run_tally" (
    "project_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "method_position" INTEGER NOT NULL,
    "model_position" INTEGER NOT NULL,
    "maps" INTEGER NOT NULL,
    "flagged" INTEGER NOT NULL,
    "constant" INTEGER NOT NULL,
    "not_finite" INTEGER NOT NULL,
    "equals_vanilla" INTEGER NOT NULL,
    "saturated_softmax" INTEGER NOT NULL,
    "conservation_off" INTEGER NOT NULL,
    "off_object_count" INTEGER NOT NULL,
    "off_object_sum" DOUBLE PRECISION NOT NULL,
    "off_object_squares" DOUBLE PRECISION NOT NULL,
    "object_share_sum" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "run_tally_pkey" PRIMARY KEY ("project_id","run_id","method_position","model_position")
);
ALTER TABLE "run_tally" ADD CONSTRAINT "run_tally_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A mask that comes later changes the trees of its image.
CREATE INDEX "clustering_project_id_image_id_idx" ON "clustering"("project_id", "image_id");
