-- The runs that an image is in.
CREATE INDEX "run_image_project_id_image_id_idx" ON "run_image"("project_id", "image_id");
