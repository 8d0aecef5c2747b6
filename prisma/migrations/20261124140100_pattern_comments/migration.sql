-- What people say of a pattern. There are no accounts: author_key is the hash of a key that the author's browser keeps.
CREATE TABLE "pattern_comment" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "pattern_id" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "author_key" BYTEA NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pattern_comment_pkey" PRIMARY KEY ("project_id","id")
);
CREATE INDEX "pattern_comment_project_id_pattern_id_id_idx" ON "pattern_comment"("project_id", "pattern_id", "id");
ALTER TABLE "pattern_comment" ADD CONSTRAINT "pattern_comment_project_id_pattern_id_fkey" FOREIGN KEY ("project_id", "pattern_id") REFERENCES "pattern"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pattern_comment" ADD CONSTRAINT "pattern_comment_author_key_length" CHECK (octet_length("author_key") = 32);

-- What a pattern's count was when it was saved, by each method: over all runs of its models, on the images that count by
-- default. Read beside the count of today.
CREATE TABLE "pattern_count" (
    "project_id" UUID NOT NULL,
    "pattern_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "eligibility" TEXT NOT NULL,
    "k" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pattern_count_pkey" PRIMARY KEY ("project_id","pattern_id","position")
);
ALTER TABLE "pattern_count" ADD CONSTRAINT "pattern_count_project_id_pattern_id_fkey" FOREIGN KEY ("project_id", "pattern_id") REFERENCES "pattern"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
