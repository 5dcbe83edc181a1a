import { makeEvent } from "@/sandbox/senders/make-event";
import { createRandom, freshSeed } from "@/sandbox/senders/random";
import type { Sandbox } from "@/sandbox/start";
import type { DemoCustomer } from "./customers";
import { orderFrom } from "./faults";

/** Events that arrive while Heap refuses a failing customer. */
const HELD_EVENTS = 200;
/** More than the demonstration will ever make. */
const EVERY_CALL = 1_000_000_000;

/** The Braze of the customer with the wrong identity knows its users by the ids in Currents, not by email address. */
export async function setUpTrouble(sandbox: Sandbox, customers: readonly DemoCustomer[]): Promise<void> {
  for (const { workspaceKey, heapAppId } of customers.filter(({ trouble }) => trouble === "wrong_identity")) {
    const known = { pattern: "^user-" };
    const restApiKey = `sandbox-rest-${heapAppId}`;
    await orderFrom(sandbox, "/braze/workspaces", { key: workspaceKey, restApiKey, known });
  }
}

/**
 * Makes Heap refuse everything of the failing customer from now on. Some more events follow, all of them usable, so
 * that exactly these have to wait.
 */
export async function failHeap(sandbox: Sandbox, customers: readonly DemoCustomer[]): Promise<void> {
  for (const customer of customers.filter(({ trouble }) => trouble === "failing")) {
    await orderFrom(sandbox, "/faults", {
      target: "heap.track",
      match: { appId: customer.heapAppId },
      mode: "status",
      status: 503,
      body: { error: "This environment is being moved" },
      count: EVERY_CALL,
    });
    customer.untilHeapFailed = customer.currents.ledger.summary();
    customer.currents.enqueue(usableEvents(HELD_EVENTS));
    await customer.currents.flush();
  }
}

function usableEvents(count: number) {
  const random = createRandom(freshSeed());
  const settings = {
    identityField: "external_user_id",
    userCount: 1_000,
    mix: { anonymous: 0, placeholder: 0, malformed: 0, unknownType: 0 },
    nowSeconds: Math.floor(Date.now() / 1_000),
  } as const;
  return Array.from({ length: count }, () => makeEvent(random, settings));
}

/**
 * What must stay undone for a customer when everything else is done: events that its Heap refuses, and members that
 * its Braze refuses. Nothing for a customer without such trouble.
 */
export function remainderOf({ trouble, untilHeapFailed, currents, segments, segmentIds }: DemoCustomer): {
  pending: number;
  owed: number;
} {
  if (trouble !== "failing") return { pending: 0, owed: 0 };
  const { acknowledged } = currents.ledger.summary();
  return {
    pending: untilHeapFailed ? acknowledged - untilHeapFailed.acknowledged : 0,
    owed: segmentIds.reduce((owed, segmentId) => owed + segments.members(segmentId).size, 0),
  };
}
