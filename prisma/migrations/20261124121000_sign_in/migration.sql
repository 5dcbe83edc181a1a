-- Sign-in and team: what ends a person's earlier sessions, when they last signed in, and the version an edit saw.

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "last_sign_in_at" TIMESTAMPTZ(3),
ADD COLUMN     "session_epoch" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE INDEX "api_key_user_id_idx" ON "api_key"("user_id");
