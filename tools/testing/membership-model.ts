/** One accepted request about a segment, as the ordering sees it. */
export type Arrival =
  | {
      kind: "page";
      taskId: string;
      /** Distinguishes pages; the same key again is a repeat. */
      pageKey: string;
      tsMs: number;
      add: readonly string[];
      remove: readonly string[];
    }
  | { kind: "drain"; pageKey: string; tsMs: number };

interface MemberState {
  order: number;
  wanted: boolean;
}

/**
 * A segment's members after these arrivals: the rule that the SQL of this folder must follow, in its simplest form.
 * Tests compare the two.
 *
 * - A name that Heap uses again is another task (lib/cohorts/tasks/is-used-again.ts), and here has another id.
 * - A task's order is the time of its first page, made unique in the segment; the newer task decides about a user.
 * - Within one task, leaving takes precedence over entering, so the order of its pages does not matter.
 * - A drain empties the segment of all tasks up to its own; late pages of those change nothing.
 * - A repeated page changes nothing.
 *
 * So a member is the greatest of (order, leaves) over all pages that name it: a maximum does not depend on order,
 * which is why every interleaving ends the same.
 */
export function membersAfter(arrivals: readonly Arrival[]): Map<string, boolean> {
  const orders = new Map<string, number>();
  const seen = new Set<string>();
  const members = new Map<string, MemberState>();
  let drainedOrder = 0;

  for (const arrival of arrivals) {
    if (seen.has(arrival.pageKey)) continue;
    seen.add(arrival.pageKey);

    const order = orderOf(arrival, orders);
    if (order <= drainedOrder) continue;
    if (arrival.kind === "drain") {
      drainedOrder = order;
      for (const member of members.values()) if (member.order <= order) member.wanted = false;
      continue;
    }

    const leaving = new Set(arrival.remove);
    for (const key of new Set([...arrival.add, ...leaving])) {
      const next = { order, wanted: !leaving.has(key) };
      if (decides(next, members.get(key))) members.set(key, next);
    }
  }

  return new Map([...members].map(([key, member]) => [key, member.wanted]));
}

/** Whether what a page says about a user replaces what is known. */
function decides(next: MemberState, known: MemberState | undefined): boolean {
  if (!known || next.order > known.order) return true;
  return next.order === known.order && known.wanted && !next.wanted;
}

function orderOf(arrival: Arrival, orders: Map<string, number>): number {
  const task = arrival.kind === "page" ? `task ${arrival.taskId}` : `drain ${arrival.pageKey}`;
  const known = orders.get(task);
  if (known !== undefined) return known;

  const taken = new Set(orders.values());
  let order = arrival.tsMs;
  while (taken.has(order)) order++;
  orders.set(task, order);
  return order;
}
