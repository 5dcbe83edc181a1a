-- A person of the OIDC provider is recognised by issuer and subject, not by an e-mail address.

-- CreateTable
CREATE TABLE "provider_identity" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_identity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "provider_identity_issuer_subject_key" ON "provider_identity"("issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "provider_identity_user_id_issuer_key" ON "provider_identity"("user_id", "issuer");

-- AddForeignKey
ALTER TABLE "provider_identity" ADD CONSTRAINT "provider_identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
