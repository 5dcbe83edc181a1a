import type { Sandbox } from "@/sandbox/start";

/** What the sandbox's vendors do wrong during `npm run demo -- --faults`: every kind of failure, a few times each. */
const FAULTS = [
  { target: "heap.track", mode: "status", status: 429, retryAfterSeconds: 1, count: 1 },
  { target: "heap.track", mode: "status", status: 500, count: 1 },
  { target: "heap.track", mode: "drop_before", count: 1 },
  { target: "heap.track", mode: "drop_after", count: 1 },
  { target: "heap.track", mode: "half_answer", count: 1 },
  { target: "braze.cohorts", mode: "status", status: 500, count: 1 },
  { target: "braze.users", mode: "status", status: 429, retryAfterSeconds: 1, count: 2 },
  { target: "braze.users", mode: "status", status: 423, count: 1 },
  { target: "braze.users", mode: "status", status: 503, count: 1 },
  { target: "braze.users", mode: "drop_before", count: 1 },
  { target: "braze.users", mode: "drop_after", count: 2 },
  { target: "braze.users", mode: "half_answer", count: 1 },
];

/** Sets the faults in the sandbox by HTTP, as a tester would. */
export async function orderFaults(sandbox: Sandbox): Promise<void> {
  for (const fault of FAULTS) await orderFrom(sandbox, "/faults", fault);
}

/**
 * Sends the sandbox a command by HTTP.
 * @param path below `/control`
 * @throws Error with the sandbox's message
 */
export async function orderFrom(sandbox: Sandbox, path: string, order: object): Promise<void> {
  const res = await fetch(`${sandbox.url}/control${path}`, { method: "POST", body: JSON.stringify(order) });
  if (!res.ok) throw new Error(`the sandbox refused ${path}: ${await res.text()}`);
}
