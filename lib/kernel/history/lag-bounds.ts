/**
 * Upper bounds of the buckets of `lag_hour`, in seconds; one more bucket has what took longer. Never change them. A
 * customer's target is one of them, so that the share within it is exact.
 */
export const LAG_BOUNDS_SECONDS = [1, 2, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400] as const;

/** Without a target of the customer's, events that are queued for longer are late. Our choice: usually it takes seconds. */
export const LATE_SECONDS = 60;
