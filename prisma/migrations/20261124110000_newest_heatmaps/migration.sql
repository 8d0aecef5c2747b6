-- What was finished last, and how much there is: an order and a count that never touch the rows themselves.
CREATE INDEX "heatmap_newest" ON "heatmap" ("project_id", "computed_at" DESC) WHERE "status" = 'done';
