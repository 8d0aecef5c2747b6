-- A run analysed under settings beside its own: how many dendrograms there are to make, and made.
CREATE TABLE "run_setting" (
    "project_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "setting_id" UUID NOT NULL,
    "planned_trees" INTEGER NOT NULL,
    "done_trees" INTEGER NOT NULL,

    CONSTRAINT "run_setting_pkey" PRIMARY KEY ("project_id","run_id","setting_id")
);
ALTER TABLE "run_setting" ADD CONSTRAINT "run_setting_project_id_run_id_fkey" FOREIGN KEY ("project_id", "run_id") REFERENCES "run"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "run_setting" ADD CONSTRAINT "run_setting_project_id_setting_id_fkey" FOREIGN KEY ("project_id", "setting_id") REFERENCES "clustering_setting"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
