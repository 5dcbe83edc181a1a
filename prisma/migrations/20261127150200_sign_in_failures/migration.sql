-- Failed sign-ins are counted here, so that the audit log gets one entry with a number instead of one for each try.

-- CreateTable
CREATE TABLE "sign_in_failure" (
    "subject" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "noted_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("subject")
);
