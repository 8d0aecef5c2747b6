-- The scores that a dendrogram was made from, in one column, for means over images: float8send of the pairs (0,1), (0,2) …
-- (1,2) … of its leaves, NaN where the measure is not defined. Apart from "clustering", whose rows patterns read.
CREATE TABLE "clustering_similarity" (
    "project_id" UUID NOT NULL,
    "clustering_id" UUID NOT NULL,
    "scores" BYTEA NOT NULL,

    CONSTRAINT "clustering_similarity_pkey" PRIMARY KEY ("project_id","clustering_id")
);
ALTER TABLE "clustering_similarity" ADD CONSTRAINT "clustering_similarity_project_id_clustering_id_fkey" FOREIGN KEY ("project_id", "clustering_id") REFERENCES "clustering"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "clustering_similarity" ("project_id", "clustering_id", "scores")
SELECT "clustering"."project_id", "clustering"."id",
  string_agg(float8send(coalesce("value", 'NaN')), ''::bytea ORDER BY "a"."place", "b"."place")
FROM "clustering"
JOIN "clustering_setting" ON "clustering_setting"."project_id" = "clustering"."project_id"
  AND "clustering_setting"."id" = "clustering"."setting_id"
CROSS JOIN LATERAL unnest("heatmap_ids") WITH ORDINALITY AS "a" ("id", "place")
JOIN LATERAL unnest("heatmap_ids") WITH ORDINALITY AS "b" ("id", "place") ON "b"."place" > "a"."place"
LEFT JOIN "similarity" ON "similarity"."project_id" = "clustering"."project_id"
  AND "similarity"."setting_id" = "clustering_setting"."similarity_setting_id"
  AND "heatmap_a_id" = least("a"."id", "b"."id") AND "heatmap_b_id" = greatest("a"."id", "b"."id")
GROUP BY "clustering"."project_id", "clustering"."id";
