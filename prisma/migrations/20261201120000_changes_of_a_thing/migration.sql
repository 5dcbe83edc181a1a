-- The last change of one source or destination, for its place in Setup.
CREATE INDEX "audit_entry_subject_id_id_idx" ON "audit_entry"("subject_id", "id");
