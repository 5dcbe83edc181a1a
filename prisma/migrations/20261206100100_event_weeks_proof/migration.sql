-- Reads the whole table, beside whatever writes to it.
DO $$
BEGIN
  EXECUTE format('ALTER TABLE "event" VALIDATE CONSTRAINT %I', (
    SELECT conname FROM pg_constraint WHERE conrelid = '"event"'::regclass AND conname LIKE 'event\_before\_%'
  ));
END
$$;
