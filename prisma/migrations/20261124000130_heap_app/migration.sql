-- CreateTable
CREATE TABLE "heap_app" (
    "key" TEXT NOT NULL,
    "resume_at" TIMESTAMPTZ(3),
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "heap_app_pkey" PRIMARY KEY ("key")
);
