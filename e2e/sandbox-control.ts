import { randomUUID } from "node:crypto";

/** Where this run's Braze and Heap are. */
export const sandboxUrl = process.env.E2E_SANDBOX_URL ?? "";

/** Tells the sandbox to do something; `path` is what follows `/control` (sandbox/README.md). */
export async function orderSandbox(path: string, body: unknown): Promise<void> {
  const res = await fetch(`${sandboxUrl}/control${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!res.ok) throw new Error(`the sandbox refused ${path}: ${res.status} ${await res.text()}`);
}

/** Ends the faults of one Heap app or Braze workspace; those of other tests stay. */
export async function endFaults(match: { appId: string } | { workspaceKey: string }): Promise<void> {
  const res = await fetch(`${sandboxUrl}/control/faults?${new URLSearchParams(match)}`, { method: "DELETE" });
  if (!res.ok) throw new Error(`the sandbox refused to end faults: ${res.status} ${await res.text()}`);
}

/** Posts users added to a segment; their ids are user-0, user-1 and so on. */
export type PostSegment = (segmentId: number, segmentName: string, add: number) => Promise<void>;

/**
 * Lets the sandbox's Heap post to a destination's endpoint, whenever the test calls the answer.
 * @param named what its users are named by
 */
export async function connectHeap(
  destination: { url: string; webhookSecret: string },
  named: "ids" | "emails" | "phones" = "ids",
): Promise<PostSegment> {
  const name = randomUUID();
  await orderSandbox(`/senders/segments/${name}`, {
    url: destination.url,
    secret: destination.webhookSecret,
    named,
  });
  return (segmentId, segmentName, add) =>
    orderSandbox(`/senders/${name}/send`, { segmentId, segmentName, add });
}
