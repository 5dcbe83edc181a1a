import { randomUUID } from "node:crypto";

/** How Braze names a user. */
interface BrazeUser {
  external_user_id: string | null;
  user_id?: string;
}

/**
 * Posts one batch as Braze does, with one event of each of these users, an opened email unless told otherwise. Returns the status of
 * the answer.
 */
export async function postBatch(
  url: string,
  users: readonly BrazeUser[],
  properties: Record<string, string> = {},
  eventType = "users.messages.email.Open",
): Promise<number> {
  const events = users.map((user) => ({
    id: randomUUID(),
    event_type: eventType,
    time: Math.floor(Date.now() / 1_000),
    user,
    properties,
  }));
  const res = await fetch(url, { method: "POST", body: JSON.stringify({ events }) });
  return res.status;
}

/** This many users who have never been seen before. */
export function newUsers(count: number): BrazeUser[] {
  return Array.from({ length: count }, () => ({ external_user_id: `user-${randomUUID()}` }));
}
