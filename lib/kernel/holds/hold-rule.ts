import type { CustomerState } from "@/prisma/generated/enums";

/** What decides whether something may flow now. What is left out does not apply, and holds nothing. */
export interface FlowFacts {
  customerState: CustomerState;
  isSourcePaused?: boolean;
  isDestinationPaused?: boolean;
  /** Calls to the source's Heap app wait for Heap's limit or after a failure. */
  isHeapWaiting?: boolean;
}

/**
 * The rule, in order: what holds a flow, as SQL and as a function, which mean the same. In SQL the customer is `c`, the
 * source `s`, the destination `d`, and `a` the row of the source's Heap app, which need not be there.
 */
const RULE = {
  customer_archived: {
    when: "c.state = 'archived'",
    holds: ({ customerState }) => customerState === "archived",
  },
  customer_paused: {
    when: "c.state = 'paused'",
    holds: ({ customerState }) => customerState === "paused",
  },
  source_paused: {
    when: "s.paused_at IS NOT NULL",
    holds: ({ isSourcePaused = false }) => isSourcePaused,
  },
  destination_paused: {
    when: "d.paused_at IS NOT NULL",
    holds: ({ isDestinationPaused = false }) => isDestinationPaused,
  },
  heap_waits: {
    when: "COALESCE(a.resume_at > now(), false)",
    holds: ({ isHeapWaiting = false }) => isHeapWaiting,
  },
} as const satisfies Record<string, { when: string; holds: (facts: FlowFacts) => boolean }>;

/** What holds a flow. */
export type Hold = keyof typeof RULE;
export type SourceHold = Exclude<Hold, "destination_paused">;
export type DestinationHold = Exclude<Hold, "source_paused" | "heap_waits">;

const HOLDS = Object.keys(RULE) as Hold[];

/** Everything that holds a flow, the first to look after first; nothing when it may flow now. */
export function holdsOf(facts: FlowFacts): Hold[] {
  return HOLDS.filter((hold) => RULE[hold].holds(facts));
}

/** Whether nothing holds a flow. */
export function mayFlow(facts: FlowFacts): boolean {
  return holdsOf(facts).length === 0;
}

/** Whether this one thing holds a flow, in SQL. */
export function heldBy(hold: Hold): string {
  return RULE[hold].when;
}

/** Whether nothing but waiting holds what a customer, a source or a destination has, in SQL. */
export const CUSTOMER_FLOWS = noneOf(["customer_archived", "customer_paused"]);
export const SOURCE_FLOWS = noneOf(["customer_archived", "customer_paused", "source_paused"]);
export const DESTINATION_FLOWS = noneOf(["customer_archived", "customer_paused", "destination_paused"]);

/** Whether anything is taken in for a customer, or may be changed of it, in SQL: a pause holds neither. */
export const CUSTOMER_IS_OPEN = noneOf(["customer_archived"]);

/** The first `SourceHold` of a source, in SQL; null when what it has may be sent now. */
export const SOURCE_HOLD = firstOf(["customer_archived", "customer_paused", "source_paused", "heap_waits"]);

/** The first `DestinationHold` of a destination, in SQL; null when what it owes may be pushed now. */
export const DESTINATION_HOLD = firstOf(["customer_archived", "customer_paused", "destination_paused"]);

function noneOf(holds: readonly Hold[]): string {
  return `(${holds.map((hold) => `NOT (${RULE[hold].when})`).join(" AND ")})`;
}

function firstOf(holds: readonly Hold[]): string {
  return `CASE ${holds.map((hold) => `WHEN ${RULE[hold].when} THEN '${hold}'`).join(" ")} END`;
}
