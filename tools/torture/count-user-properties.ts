import type pg from "pg";
import type { UserPropertyRule } from "@/lib/forwarding/mapping/user-values";
import { isRecord } from "@/sandbox/is-record";
import type { LedgerEntry } from "@/sandbox/senders/currents-ledger";
import type { Sandbox } from "@/sandbox/start";
import type { DemoCustomer } from "../demo/customers";

/** What every customer of the torture writes to Heap: each email event names another address. */
export const EMAIL_RULE: UserPropertyRule = {
  ...{ eventType: null, from: "email_address", to: "email", inClear: true },
};

/** What became of a customer's user properties; every figure but the first must be 0. */
export interface UserPropertyCount {
  /** Users for each of which an acknowledged event named an email address. */
  users: number;
  /** Heap has none for them, or not the one of the latest event. */
  stale: number;
  /** The books have another value, or one that Heap has not accepted; or Heap or the books have a user too many. */
  misbooked: number;
}

/** Compares each user's latest email address, by the events that were acknowledged, with Heap and with the books. */
export async function countUserProperties(
  sql: pg.Client,
  sandbox: Sandbox,
  customer: Pick<DemoCustomer, "id" | "heapAppId" | "currents">,
): Promise<UserPropertyCount> {
  const latest = latestOf(customer.currents.ledger.list());
  const heapUsers = sandbox.state.heap.apps.get(customer.heapAppId)?.users ?? new Map();
  const { rows } = await sql.query<{ identity: string; value: unknown; isSettled: boolean }>(
    `SELECT identity, value, COALESCE(owed_since IS NULL AND refused_words IS NULL AND sent_value = value, false) AS "isSettled"
     FROM user_property WHERE customer_id = $1 AND name = $2`,
    [customer.id, EMAIL_RULE.to],
  );
  const settled = new Map(rows.map(({ identity, value, isSettled }) => [identity, isSettled ? value : null]));

  const count = { users: latest.size, stale: 0, misbooked: 0 };
  for (const [identity, { value }] of latest) {
    if (heapUsers.get(identity)?.[EMAIL_RULE.to] !== value) count.stale += 1;
    if (settled.get(identity) !== value) count.misbooked += 1;
  }
  for (const identity of new Set([...heapUsers.keys(), ...settled.keys()]))
    if (!latest.has(identity)) count.misbooked += 1;
  return count;
}

interface Latest {
  value: string;
  time: number;
  id: string;
}

/** The latest email address of each user: by the event's time, then by its id. */
function latestOf(entries: readonly LedgerEntry[]): Map<string, Latest> {
  const latest = new Map<string, Latest>();
  for (const { id, body, state, expected } of entries) {
    if (id === null || state !== "acknowledged" || expected !== "forward") continue;
    if (!isRecord(body) || !isRecord(body.user) || !isRecord(body.properties)) continue;
    const value = body.properties[EMAIL_RULE.from];
    if (typeof value !== "string") continue;

    const identity = String(body.user.external_user_id);
    const time = Number(body.time);
    const known = latest.get(identity);
    if (!known || time > known.time || (time === known.time && id > known.id))
      latest.set(identity, { value, time, id });
  }
  return latest;
}
