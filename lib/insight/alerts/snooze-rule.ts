/** Whether an open `alert a` is out of the way for now, in SQL. It wakes in lib/kernel/alerts/open-alert.ts, or when the time is over. */
export const IS_SNOOZED = "COALESCE(a.snoozed_until > now(), false)";
