import type { Fault } from "@/sandbox/faults";
import type { Ground } from "./ground";
import { type Attack, untilTaken } from "./kill-at-points";
import { startLoad } from "./load";

type Order = Omit<Fault, "count" | "match">;

/** Failures that soon pass by themselves. */
export const PASSING_FAULTS: readonly Order[] = [
  { target: "heap.track", mode: "status", status: 429, retryAfterSeconds: 1 },
  { target: "braze.users", mode: "status", status: 429, retryAfterSeconds: 1 },
  { target: "heap.track", mode: "status", status: 500 },
  { target: "braze.users", mode: "status", status: 503 },
  { target: "heap.track", mode: "latency", latencyMs: 3_000 },
  { target: "braze.users", mode: "latency", latencyMs: 3_000 },
  { target: "heap.track", mode: "half_answer" },
  { target: "braze.users", mode: "half_answer" },
  { target: "heap.track", mode: "drop_before" },
  { target: "braze.users", mode: "drop_before" },
  { target: "heap.track", mode: "drop_after" },
  { target: "braze.users", mode: "drop_after" },
  { target: "braze.users", mode: "status", status: 423 },
  { target: "heap.add_user_properties", mode: "status", status: 429, retryAfterSeconds: 1 },
  { target: "heap.add_user_properties", mode: "status", status: 500 },
  { target: "heap.add_user_properties", mode: "half_answer" },
  { target: "heap.add_user_properties", mode: "drop_after" },
  { target: "braze.cohorts", mode: "status", status: 500 },
  { target: "braze.cohorts", mode: "drop_after" },
];

/** Failures that last until the app's time-out or until a person acts. Braze's 401 here echoes the Data Import Key. */
const LASTING_FAULTS: readonly Order[] = [
  { target: "heap.track", mode: "silent_before" },
  { target: "braze.users", mode: "silent_before" },
  { target: "heap.track", mode: "silent_after" },
  { target: "braze.users", mode: "silent_after" },
  {
    target: "braze.users",
    mode: "status",
    status: 401,
    body: { message: "Partner not enabled for client {client_secret}" },
  },
  { target: "heap.add_user_properties", mode: "silent_after" },
  { target: "heap.track", mode: "status", status: 401 },
];

/** Makes Braze and Heap fail in every way, one after the other at each, under load. Nothing is killed. */
export async function failVendors(ground: Ground, name: string): Promise<Attack> {
  const customer = await ground.onboard(name);
  const attack: Attack = { customers: [customer], done: {}, missed: [] };
  const load = startLoad(customer);
  const faults = [...PASSING_FAULTS, ...LASTING_FAULTS];

  async function failAt(vendor: "heap" | "braze"): Promise<void> {
    for (const order of faults.filter(({ target }) => target.startsWith(vendor))) {
      const match =
        vendor === "heap" ? { appId: customer.heapAppId } : { workspaceKey: customer.workspaceKey };
      const fault: Fault = { ...order, match, count: 1 };
      const words = `${order.target} ${order.mode}${order.status ? ` ${order.status}` : ""}`;
      ground.sandbox.state.faults.add(fault);
      if (await untilTaken(fault)) attack.done[words] = (attack.done[words] ?? 0) + 1;
      else attack.missed.push(`never reached: ${words}`);
    }
  }

  await Promise.all([failAt("heap"), failAt("braze")]);
  await load.stop();
  await syncNow(ground, customer.id);
  return attack;
}

/**
 * What a CSM does once Braze accepts calls again: a refused key ended the sync, and what it owed waits for the next
 * one.
 */
async function syncNow({ api }: Ground, customerId: string): Promise<void> {
  const { items } = await api.get<{ items: { id: string }[] }>(`/customers/${customerId}/segments?limit=100`);
  for (const { id } of items)
    await api.post(`/customers/${customerId}/segments/${id}/syncs`, { trigger: "manual" });
}
