-- Models whose weights lie in data files beside them: what the files are, a list of {name, sha256, bytes}.
ALTER TABLE "upload" ADD COLUMN "data_files" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "model" ADD COLUMN "data_files" JSONB NOT NULL DEFAULT '[]';

-- A model's file that came without all of them. Its bytes, and theirs as they come, lie in scratch/.
CREATE TABLE "waiting_model" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "file_name" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "bytes" BIGINT NOT NULL,
    "touched_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "waiting_model_pkey" PRIMARY KEY ("project_id","id"),
    CONSTRAINT "waiting_model_sha256_length" CHECK (octet_length("sha256") = 32)
);

CREATE TABLE "waiting_file" (
    "project_id" UUID NOT NULL,
    "waiting_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "needed" BIGINT NOT NULL,
    "sha256" BYTEA,
    "bytes" BIGINT,

    CONSTRAINT "waiting_file_pkey" PRIMARY KEY ("project_id","waiting_id","name"),
    CONSTRAINT "waiting_file_sha256_length" CHECK (octet_length("sha256") = 32),
    CONSTRAINT "waiting_file_whole" CHECK (("sha256" IS NULL) = ("bytes" IS NULL) AND "bytes" >= "needed")
);

ALTER TABLE "waiting_model" ADD CONSTRAINT "waiting_model_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "waiting_file" ADD CONSTRAINT "waiting_file_project_id_waiting_id_fkey" FOREIGN KEY ("project_id", "waiting_id") REFERENCES "waiting_model"("project_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
