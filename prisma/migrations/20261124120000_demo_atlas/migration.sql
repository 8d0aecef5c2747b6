-- The demo atlas: what has become of it, and which rows are its own.
CREATE TYPE "demo_state" AS ENUM ('absent', 'loading', 'loaded', 'removed');
ALTER TABLE "project" ADD COLUMN "demo_state" "demo_state" NOT NULL DEFAULT 'absent';
ALTER TABLE "model" ADD COLUMN "demo" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "image" ADD COLUMN "demo" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "run" ADD COLUMN "demo" BOOLEAN NOT NULL DEFAULT false;

-- Where the object is, if known: a one-channel picture among the image blobs, 255 on the object.
ALTER TABLE "image" ADD COLUMN "mask_sha256" BYTEA;
ALTER TABLE "image" ADD CONSTRAINT "image_mask_sha256_length" CHECK (octet_length("mask_sha256") = 32);
