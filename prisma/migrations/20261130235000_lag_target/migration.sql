-- Within how many seconds a customer's events shall have their outcome; null: nobody has said.
ALTER TABLE "customer" ADD COLUMN "lag_target_seconds" INTEGER;
