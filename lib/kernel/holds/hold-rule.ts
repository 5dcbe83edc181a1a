import type { CustomerState } from "@/prisma/generated/enums";

/** What decides whether anything of a customer, a source or a destination may flow now. */
interface CustomerFacts {
  customerState: CustomerState;
}
interface SourceFacts extends CustomerFacts {
  isSourcePaused: boolean;
  /** Calls to its Heap app wait, for Heap's limit or after a failure. */
  isHeapWaiting?: boolean;
}
interface DestinationFacts extends CustomerFacts {
  isDestinationPaused: boolean;
}
type FlowFacts = CustomerFacts & Partial<SourceFacts & DestinationFacts>;

/**
 * The rule, in order: what holds a flow, as SQL and as a function, which mean the same. In SQL the customer is `c`, the
 * source `s`, the destination `d`, and `a` the row of the source's Heap app, if there is one.
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
const HOLDS = Object.keys(RULE) as Hold[];

const CUSTOMER_HOLDS = ["customer_archived", "customer_paused"] as const;
export const SOURCE_HOLDS = [...CUSTOMER_HOLDS, "source_paused", "heap_waits"] as const;
export const DESTINATION_HOLDS = [...CUSTOMER_HOLDS, "destination_paused"] as const;
type CustomerHold = (typeof CUSTOMER_HOLDS)[number];
export type SourceHold = (typeof SOURCE_HOLDS)[number];
export type DestinationHold = (typeof DESTINATION_HOLDS)[number];

/** Everything that holds a flow, the first to look after first; nothing when it may flow now. Pure. */
export function holdsOf(facts: DestinationFacts): DestinationHold[];
export function holdsOf(facts: SourceFacts): SourceHold[];
export function holdsOf(facts: CustomerFacts): CustomerHold[];
export function holdsOf(facts: FlowFacts): Hold[] {
  return HOLDS.filter((hold) => RULE[hold].holds(facts));
}

/** Whether nothing holds a flow. Pure. */
export function mayFlow(facts: CustomerFacts | SourceFacts | DestinationFacts): boolean {
  return holdsOf(facts).length === 0;
}

/** Whether this one thing holds a flow, in SQL. */
export function heldBy(hold: Hold): string {
  return RULE[hold].when;
}

/** Whether anything is taken in for a customer, or may be changed of it, in SQL: a pause holds neither. */
export const CUSTOMER_IS_OPEN = noneOf(["customer_archived"]);

/** Whether neither state nor pause holds a customer, a source or a destination, in SQL. */
export const CUSTOMER_FLOWS = noneOf(CUSTOMER_HOLDS);
export const SOURCE_FLOWS = noneOf([...CUSTOMER_HOLDS, "source_paused"]);
export const DESTINATION_FLOWS = noneOf(DESTINATION_HOLDS);

/** The first thing that holds a source or a destination, in SQL; null when nothing does. */
export const SOURCE_HOLD = firstOf(SOURCE_HOLDS);
export const DESTINATION_HOLD = firstOf(DESTINATION_HOLDS);

function noneOf(holds: readonly Hold[]): string {
  return `(${holds.map((hold) => `NOT (${RULE[hold].when})`).join(" AND ")})`;
}

function firstOf(holds: readonly Hold[]): string {
  return `CASE ${holds.map((hold) => `WHEN ${RULE[hold].when} THEN '${hold}'`).join(" ")} END`;
}
