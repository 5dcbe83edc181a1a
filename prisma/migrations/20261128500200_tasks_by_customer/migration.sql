-- Finding the tasks to decide of one customer.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "task_receiving_customer_idx" ON "task" ("customer_id") WHERE "state" = 'receiving';
