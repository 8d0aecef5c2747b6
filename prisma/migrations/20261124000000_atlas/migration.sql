-- CreateEnum
CREATE TYPE "upload_kind" AS ENUM ('model', 'image');

-- CreateEnum
CREATE TYPE "channel_order" AS ENUM ('rgb', 'bgr');

-- CreateEnum
CREATE TYPE "standardise" AS ENUM ('fixed', 'per_image');

-- CreateEnum
CREATE TYPE "run_status" AS ENUM ('draft', 'queued', 'running', 'done', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "view" AS ENUM ('centre', 'whole', 'as_trained');

-- CreateEnum
CREATE TYPE "target_policy" AS ENUM ('predicted', 'truth', 'fixed');

-- CreateEnum
CREATE TYPE "shard_status" AS ENUM ('queued', 'running', 'done', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "heatmap_status" AS ENUM ('claimed', 'done', 'failed');

-- CreateTable
CREATE TABLE "project" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" "upload_kind" NOT NULL,
    "sha256" BYTEA NOT NULL,
    "bytes" BIGINT NOT NULL,
    "file_name" TEXT NOT NULL,
    "admission" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "label_set" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "labels" TEXT[],
    "identity" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "label_set_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "model" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "bytes" BIGINT NOT NULL,
    "label_set_id" UUID NOT NULL,
    "class_count" INTEGER NOT NULL,
    "input_width" INTEGER NOT NULL,
    "input_height" INTEGER NOT NULL,
    "mean" DOUBLE PRECISION[],
    "std" DOUBLE PRECISION[],
    "standardise" "standardise" NOT NULL DEFAULT 'fixed',
    "channel_order" "channel_order" NOT NULL DEFAULT 'rgb',
    "crop_share" DOUBLE PRECISION NOT NULL DEFAULT 0.875,
    "target_layer" TEXT,
    "target_grid_width" INTEGER,
    "target_grid_height" INTEGER,
    "opset" INTEGER NOT NULL,
    "node_count" INTEGER NOT NULL,
    "parameter_count" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "image_set" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "image_set_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "image" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "bytes" BIGINT NOT NULL,
    "media_type" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "image_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "image_truth" (
    "project_id" UUID NOT NULL,
    "image_id" UUID NOT NULL,
    "label_set_id" UUID NOT NULL,
    "class_index" INTEGER NOT NULL,

    CONSTRAINT "image_truth_pkey" PRIMARY KEY ("project_id","image_id","label_set_id")
);

-- CreateTable
CREATE TABLE "image_set_member" (
    "project_id" UUID NOT NULL,
    "image_set_id" UUID NOT NULL,
    "image_id" UUID NOT NULL,

    CONSTRAINT "image_set_member_pkey" PRIMARY KEY ("project_id","image_set_id","image_id")
);

-- CreateTable
CREATE TABLE "run" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "status" "run_status" NOT NULL DEFAULT 'draft',
    "view" "view" NOT NULL DEFAULT 'centre',
    "target_policy" "target_policy" NOT NULL DEFAULT 'predicted',
    "fixed_class" INTEGER,
    "planned_maps" INTEGER NOT NULL DEFAULT 0,
    "done_maps" INTEGER NOT NULL DEFAULT 0,
    "failed_maps" INTEGER NOT NULL DEFAULT 0,
    "shared_maps" INTEGER NOT NULL DEFAULT 0,
    "planned_trees" INTEGER NOT NULL DEFAULT 0,
    "done_trees" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "run_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "run_model" (
    "project_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "run_model_pkey" PRIMARY KEY ("project_id","run_id","model_id")
);

-- CreateTable
CREATE TABLE "run_image" (
    "project_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "image_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "run_image_pkey" PRIMARY KEY ("project_id","run_id","image_id")
);

-- CreateTable
CREATE TABLE "run_method" (
    "project_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "parameters" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "run_method_pkey" PRIMARY KEY ("project_id","run_id","position")
);

-- CreateTable
CREATE TABLE "shard" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "run_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "status" "shard_status" NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "map_count" INTEGER NOT NULL,
    "provider" TEXT,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "shard_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "heatmap" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "identity" BYTEA NOT NULL,
    "status" "heatmap_status" NOT NULL DEFAULT 'claimed',
    "model_id" UUID NOT NULL,
    "image_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "view" "view" NOT NULL,
    "target" INTEGER,
    "shard_id" UUID,
    "class_index" INTEGER,
    "class_logit" REAL,
    "class_probability" REAL,
    "top_class" INTEGER,
    "top_probability" REAL,
    "grid_width" INTEGER,
    "grid_height" INTEGER,
    "scale" REAL,
    "signed" BOOLEAN,
    "values_hash" BYTEA,
    "values" BYTEA,
    "pack" BYTEA,
    "pack_offset" INTEGER,
    "pack_length" INTEGER,
    "constant" BOOLEAN,
    "area" REAL,
    "rect_x" REAL,
    "rect_y" REAL,
    "rect_width" REAL,
    "rect_height" REAL,
    "provider" TEXT,
    "device" TEXT,
    "engine_version" TEXT,
    "milliseconds" REAL,
    "computed_at" TIMESTAMPTZ(6),
    "error" TEXT,

    CONSTRAINT "heatmap_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "run_heatmap" (
    "project_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "method_position" INTEGER NOT NULL,
    "image_position" INTEGER NOT NULL,
    "model_position" INTEGER NOT NULL,
    "heatmap_id" UUID NOT NULL,

    CONSTRAINT "run_heatmap_pkey" PRIMARY KEY ("project_id","run_id","method_position","image_position","model_position")
);

-- CreateTable
CREATE TABLE "similarity_setting" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "identity" BYTEA NOT NULL,
    "normalisation" TEXT NOT NULL,
    "grid" INTEGER NOT NULL,
    "measure" TEXT NOT NULL,

    CONSTRAINT "similarity_setting_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "similarity" (
    "project_id" UUID NOT NULL,
    "setting_id" UUID NOT NULL,
    "heatmap_a_id" UUID NOT NULL,
    "heatmap_b_id" UUID NOT NULL,
    "value" DOUBLE PRECISION,

    CONSTRAINT "similarity_pkey" PRIMARY KEY ("project_id","setting_id","heatmap_a_id","heatmap_b_id")
);

-- CreateTable
CREATE TABLE "clustering_setting" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "identity" BYTEA NOT NULL,
    "similarity_setting_id" UUID NOT NULL,
    "distance" TEXT NOT NULL,
    "linkage" TEXT NOT NULL,

    CONSTRAINT "clustering_setting_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "leaf_set" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "identity" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,

    CONSTRAINT "leaf_set_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "leaf_set_model" (
    "project_id" UUID NOT NULL,
    "leaf_set_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "model_id" UUID NOT NULL,

    CONSTRAINT "leaf_set_model_pkey" PRIMARY KEY ("project_id","leaf_set_id","position")
);

-- CreateTable
CREATE TABLE "clustering" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "identity" BYTEA NOT NULL,
    "setting_id" UUID NOT NULL,
    "leaf_set_id" UUID NOT NULL,
    "image_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "heatmap_ids" UUID[],
    "root_height" DOUBLE PRECISION NOT NULL,
    "cophenetic" DOUBLE PRECISION,
    "ties" BOOLEAN NOT NULL,
    "leaf_order" INTEGER[],
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clustering_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "merge" (
    "project_id" UUID NOT NULL,
    "clustering_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "left" INTEGER NOT NULL,
    "right" INTEGER NOT NULL,
    "height" DOUBLE PRECISION NOT NULL,
    "size" INTEGER NOT NULL,
    "members" BYTEA NOT NULL,

    CONSTRAINT "merge_pkey" PRIMARY KEY ("project_id","clustering_id","position")
);

-- CreateTable
CREATE TABLE "run_clustering" (
    "project_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "method_position" INTEGER NOT NULL,
    "image_position" INTEGER NOT NULL,
    "setting_id" UUID NOT NULL,
    "clustering_id" UUID NOT NULL,

    CONSTRAINT "run_clustering_pkey" PRIMARY KEY ("project_id","run_id","method_position","image_position","setting_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "project_slug_key" ON "project"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "upload_project_id_kind_sha256_key" ON "upload"("project_id", "kind", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "label_set_project_id_identity_key" ON "label_set"("project_id", "identity");

-- CreateIndex
CREATE UNIQUE INDEX "model_project_id_sha256_key" ON "model"("project_id", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "image_set_project_id_name_key" ON "image_set"("project_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "image_project_id_sha256_key" ON "image"("project_id", "sha256");

-- CreateIndex
CREATE INDEX "image_set_member_project_id_image_id_idx" ON "image_set_member"("project_id", "image_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_model_project_id_run_id_position_key" ON "run_model"("project_id", "run_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "run_image_project_id_run_id_position_key" ON "run_image"("project_id", "run_id", "position");

-- CreateIndex
CREATE INDEX "shard_project_id_run_id_idx" ON "shard"("project_id", "run_id");

-- CreateIndex
CREATE INDEX "heatmap_project_id_shard_id_idx" ON "heatmap"("project_id", "shard_id");

-- CreateIndex
CREATE INDEX "heatmap_project_id_image_id_method_idx" ON "heatmap"("project_id", "image_id", "method");

-- CreateIndex
CREATE INDEX "heatmap_project_id_model_id_idx" ON "heatmap"("project_id", "model_id");

-- CreateIndex
CREATE UNIQUE INDEX "heatmap_project_id_identity_key" ON "heatmap"("project_id", "identity");

-- CreateIndex
CREATE INDEX "run_heatmap_project_id_heatmap_id_idx" ON "run_heatmap"("project_id", "heatmap_id");

-- CreateIndex
CREATE UNIQUE INDEX "similarity_setting_project_id_identity_key" ON "similarity_setting"("project_id", "identity");

-- CreateIndex
CREATE UNIQUE INDEX "clustering_setting_project_id_identity_key" ON "clustering_setting"("project_id", "identity");

-- CreateIndex
CREATE UNIQUE INDEX "leaf_set_project_id_identity_key" ON "leaf_set"("project_id", "identity");

-- CreateIndex
CREATE INDEX "clustering_project_id_leaf_set_id_method_idx" ON "clustering"("project_id", "leaf_set_id", "method");

-- CreateIndex
CREATE UNIQUE INDEX "clustering_project_id_identity_key" ON "clustering"("project_id", "identity");

-- CreateIndex
CREATE INDEX "run_clustering_project_id_clustering_id_idx" ON "run_clustering"("project_id", "clustering_id");

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "label_set" ADD CONSTRAINT "label_set_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model" ADD CONSTRAINT "model_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model" ADD CONSTRAINT "model_project_id_label_set_id_fkey" FOREIGN KEY ("project_id", "label_set_id") REFERENCES "label_set"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_set" ADD CONSTRAINT "image_set_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image" ADD CONSTRAINT "image_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_truth" ADD CONSTRAINT "image_truth_project_id_image_id_fkey" FOREIGN KEY ("project_id", "image_id") REFERENCES "image"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_truth" ADD CONSTRAINT "image_truth_project_id_label_set_id_fkey" FOREIGN KEY ("project_id", "label_set_id") REFERENCES "label_set"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_set_member" ADD CONSTRAINT "image_set_member_project_id_image_set_id_fkey" FOREIGN KEY ("project_id", "image_set_id") REFERENCES "image_set"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_set_member" ADD CONSTRAINT "image_set_member_project_id_image_id_fkey" FOREIGN KEY ("project_id", "image_id") REFERENCES "image"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_model" ADD CONSTRAINT "run_model_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_model" ADD CONSTRAINT "run_model_project_id_model_id_fkey" FOREIGN KEY ("project_id", "model_id") REFERENCES "model"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_image" ADD CONSTRAINT "run_image_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_image" ADD CONSTRAINT "run_image_project_id_image_id_fkey" FOREIGN KEY ("project_id", "image_id") REFERENCES "image"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_method" ADD CONSTRAINT "run_method_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shard" ADD CONSTRAINT "shard_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shard" ADD CONSTRAINT "shard_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shard" ADD CONSTRAINT "shard_project_id_model_id_fkey" FOREIGN KEY ("project_id", "model_id") REFERENCES "model"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "heatmap" ADD CONSTRAINT "heatmap_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "heatmap" ADD CONSTRAINT "heatmap_project_id_model_id_fkey" FOREIGN KEY ("project_id", "model_id") REFERENCES "model"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "heatmap" ADD CONSTRAINT "heatmap_project_id_image_id_fkey" FOREIGN KEY ("project_id", "image_id") REFERENCES "image"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "heatmap" ADD CONSTRAINT "heatmap_project_id_shard_id_fkey" FOREIGN KEY ("project_id", "shard_id") REFERENCES "shard"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_heatmap" ADD CONSTRAINT "run_heatmap_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_heatmap" ADD CONSTRAINT "run_heatmap_project_id_heatmap_id_fkey" FOREIGN KEY ("project_id", "heatmap_id") REFERENCES "heatmap"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "similarity_setting" ADD CONSTRAINT "similarity_setting_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "similarity" ADD CONSTRAINT "similarity_project_id_setting_id_fkey" FOREIGN KEY ("project_id", "setting_id") REFERENCES "similarity_setting"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "similarity" ADD CONSTRAINT "similarity_project_id_heatmap_a_id_fkey" FOREIGN KEY ("project_id", "heatmap_a_id") REFERENCES "heatmap"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "similarity" ADD CONSTRAINT "similarity_project_id_heatmap_b_id_fkey" FOREIGN KEY ("project_id", "heatmap_b_id") REFERENCES "heatmap"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clustering_setting" ADD CONSTRAINT "clustering_setting_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clustering_setting" ADD CONSTRAINT "clustering_setting_project_id_similarity_setting_id_fkey" FOREIGN KEY ("project_id", "similarity_setting_id") REFERENCES "similarity_setting"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leaf_set" ADD CONSTRAINT "leaf_set_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leaf_set_model" ADD CONSTRAINT "leaf_set_model_project_id_leaf_set_id_fkey" FOREIGN KEY ("project_id", "leaf_set_id") REFERENCES "leaf_set"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leaf_set_model" ADD CONSTRAINT "leaf_set_model_project_id_model_id_fkey" FOREIGN KEY ("project_id", "model_id") REFERENCES "model"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clustering" ADD CONSTRAINT "clustering_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clustering" ADD CONSTRAINT "clustering_project_id_setting_id_fkey" FOREIGN KEY ("project_id", "setting_id") REFERENCES "clustering_setting"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clustering" ADD CONSTRAINT "clustering_project_id_leaf_set_id_fkey" FOREIGN KEY ("project_id", "leaf_set_id") REFERENCES "leaf_set"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clustering" ADD CONSTRAINT "clustering_project_id_image_id_fkey" FOREIGN KEY ("project_id", "image_id") REFERENCES "image"("project_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merge" ADD CONSTRAINT "merge_project_id_clustering_id_fkey" FOREIGN KEY ("project_id", "clustering_id") REFERENCES "clustering"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_clustering" ADD CONSTRAINT "run_clustering_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_clustering" ADD CONSTRAINT "run_clustering_project_id_clustering_id_fkey" FOREIGN KEY ("project_id", "clustering_id") REFERENCES "clustering"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma cannot say.

-- Content addresses and identities are SHA-256.
ALTER TABLE "upload" ADD CONSTRAINT "upload_sha256_length" CHECK (octet_length("sha256") = 32);
ALTER TABLE "model" ADD CONSTRAINT "model_sha256_length" CHECK (octet_length("sha256") = 32);
ALTER TABLE "image" ADD CONSTRAINT "image_sha256_length" CHECK (octet_length("sha256") = 32);
ALTER TABLE "heatmap" ADD CONSTRAINT "heatmap_identity_length" CHECK (octet_length("identity") = 32);
ALTER TABLE "clustering" ADD CONSTRAINT "clustering_identity_length" CHECK (octet_length("identity") = 32);

-- A fixed target needs its class, and only that one has it.
ALTER TABLE "run" ADD CONSTRAINT "run_fixed_class" CHECK (("target_policy" = 'fixed') = ("fixed_class" IS NOT NULL));

-- A finished map is whole, and its values lie in exactly one place; an unfinished one has none.
ALTER TABLE "heatmap" ADD CONSTRAINT "heatmap_whole" CHECK (
  CASE WHEN "status" = 'done' THEN
    "values_hash" IS NOT NULL AND "grid_width" IS NOT NULL AND "grid_height" IS NOT NULL AND "scale" IS NOT NULL
    AND "class_index" IS NOT NULL AND "top_class" IS NOT NULL AND "computed_at" IS NOT NULL
    AND ("values" IS NOT NULL) <> ("pack" IS NOT NULL)
    AND ("pack" IS NULL) = ("pack_offset" IS NULL) AND ("pack" IS NULL) = ("pack_length" IS NULL)
  ELSE "values" IS NULL AND "pack" IS NULL END
);

-- Each pair of maps has one score: the smaller id first.
ALTER TABLE "similarity" ADD CONSTRAINT "similarity_ordered" CHECK ("heatmap_a_id" < "heatmap_b_id");

-- What a worker has still to do.
CREATE INDEX "heatmap_claimed" ON "heatmap" ("project_id", "shard_id") WHERE "status" = 'claimed';

-- The one project there is, until accounts bring more.
INSERT INTO "project" ("slug", "name") VALUES ('default', 'Atlas');
