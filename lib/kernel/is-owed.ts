/**
 * Whether a `member m` is owed, in SQL: Heap's wish and what Braze accepted differ, and Braze has not refused it. These
 * are the very words of the partial index `member_owed_idx`, because PostgreSQL uses it for no others.
 */
export const IS_OWED = "m.acked IS DISTINCT FROM m.wanted AND m.refused IS NULL";
