-- Patterns are counted on typed columns: what a tree's merges hold, and what its maps say, beside the tree.
-- merge_members: the members of all merges in their order, as they stand in "merge".
-- areas, top_classes: of its maps, in the leaf set's order.
ALTER TABLE "clustering" ADD COLUMN "merge_members" BYTEA;
ALTER TABLE "clustering" ADD COLUMN "first_height" DOUBLE PRECISION;
ALTER TABLE "clustering" ADD COLUMN "areas" REAL[];
ALTER TABLE "clustering" ADD COLUMN "top_classes" INTEGER[];
UPDATE "clustering" SET
  "merge_members" = (
    SELECT string_agg("members", ''::bytea ORDER BY "position") FROM "merge"
    WHERE "merge"."project_id" = "clustering"."project_id" AND "clustering_id" = "clustering"."id"),
  "first_height" = (
    SELECT "height" FROM "merge"
    WHERE "merge"."project_id" = "clustering"."project_id" AND "clustering_id" = "clustering"."id" AND "position" = 0),
  ("areas", "top_classes") = (
    SELECT array_agg(coalesce("area", 'NaN') ORDER BY "place"), array_agg("top_class" ORDER BY "place")
    FROM unnest("heatmap_ids") WITH ORDINALITY AS "leaf" ("id", "place")
    LEFT JOIN "heatmap" ON "heatmap"."project_id" = "clustering"."project_id" AND "heatmap"."id" = "leaf"."id");
ALTER TABLE "clustering" ALTER COLUMN "merge_members" SET NOT NULL;
ALTER TABLE "clustering" ALTER COLUMN "first_height" SET NOT NULL;

-- Raised with every change of what it holds, in the same transaction: whoever keeps a copy knows when it is old.
ALTER TABLE "label_set" ADD COLUMN "truth_revision" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "image_set" ADD COLUMN "revision" BIGINT NOT NULL DEFAULT 0;

CREATE FUNCTION "raise_truth_revision"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- In the order of the key, so that two transactions wait for each other in turn.
  PERFORM 1 FROM "label_set" WHERE ("project_id", "id") IN (SELECT "project_id", "label_set_id" FROM "changed")
    ORDER BY "project_id", "id" FOR NO KEY UPDATE;
  UPDATE "label_set" SET "truth_revision" = "truth_revision" + 1
  WHERE ("project_id", "id") IN (SELECT "project_id", "label_set_id" FROM "changed");
  RETURN NULL;
END $$;
CREATE TRIGGER "image_truth_inserted" AFTER INSERT ON "image_truth"
  REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "raise_truth_revision"();
CREATE TRIGGER "image_truth_updated" AFTER UPDATE ON "image_truth"
  REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "raise_truth_revision"();
CREATE TRIGGER "image_truth_deleted" AFTER DELETE ON "image_truth"
  REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "raise_truth_revision"();

CREATE FUNCTION "raise_image_set_revision"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "image_set" WHERE ("project_id", "id") IN (SELECT "project_id", "image_set_id" FROM "changed")
    ORDER BY "project_id", "id" FOR NO KEY UPDATE;
  UPDATE "image_set" SET "revision" = "revision" + 1
  WHERE ("project_id", "id") IN (SELECT "project_id", "image_set_id" FROM "changed");
  RETURN NULL;
END $$;
CREATE TRIGGER "image_set_member_inserted" AFTER INSERT ON "image_set_member"
  REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "raise_image_set_revision"();
CREATE TRIGGER "image_set_member_deleted" AFTER DELETE ON "image_set_member"
  REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "raise_image_set_revision"();

-- A named question about the trees of some models.
CREATE TABLE "pattern" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" TEXT NOT NULL,
    "predicate" JSONB NOT NULL,
    "identity" BYTEA NOT NULL,
    "leaf_set_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "pattern_pkey" PRIMARY KEY ("project_id","id")
);
CREATE UNIQUE INDEX "pattern_project_id_identity_key" ON "pattern"("project_id", "identity");
CREATE INDEX "pattern_project_id_leaf_set_id_idx" ON "pattern"("project_id", "leaf_set_id");
ALTER TABLE "pattern" ADD CONSTRAINT "pattern_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pattern" ADD CONSTRAINT "pattern_project_id_leaf_set_id_fkey" FOREIGN KEY ("project_id", "leaf_set_id") REFERENCES "leaf_set"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pattern" ADD CONSTRAINT "pattern_identity_length" CHECK (octet_length("identity") = 32);
