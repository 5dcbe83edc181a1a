// Every accepted event of a batch is pending until it is in exactly one of the four other counts.

/**
 * How many events of a batch have their outcome, in SQL.
 * @param batch the batch's name in the statement
 */
export function recordedEvents(batch = "b"): string {
  return `(${batch}.forwarded + ${batch}.filtered + ${batch}.duplicate + ${batch}.quarantined)`;
}

/**
 * How many events of a batch have no outcome yet, in SQL.
 * @param batch the batch's name in the statement
 */
export function pendingEvents(batch = "b"): string {
  return `(${batch}.accepted - ${recordedEvents(batch)})`;
}
