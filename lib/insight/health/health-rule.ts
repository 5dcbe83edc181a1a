import { z } from "zod";
import { FAILURES_IN_A_ROW } from "@/lib/insight/alerts/source-rules";
import { heldBy } from "@/lib/kernel/holds/hold-rule";
import { counted } from "@/lib/kernel/words";

/**
 * How a customer is doing. `failing`: something is refused or cannot be delivered now. `attention`: it flows, but a
 * person should look. `waiting`: nothing was received yet. `paused`: someone stopped it (archived ones too).
 */
export const HEALTH_WORDS = ["failing", "attention", "waiting", "healthy", "paused"] as const;

export const healthWord = z.enum(HEALTH_WORDS);
export type Health = z.infer<typeof healthWord>;

/** Health with its reason in words; a healthy customer needs none. */
export const healthView = z.strictObject({ health: healthWord, healthReason: z.string().nullable() });
export type HealthView = z.infer<typeof healthView>;

/** The figures that the reasons mention. */
export interface HealthFacts {
  /** The most urgent open alert's message. */
  alertMessage: string | null;
  heapFailures: number;
  failedSegments: number;
  quarantinedLately: number;
  refused: number;
}

/**
 * The rule: the first condition that holds decides (SQL over `FACTS`). The list filters by it and the pages explain
 * with it, so there is no second place to keep in step.
 */
const RULE = {
  archived: {
    when: heldBy("customer_archived"),
    health: "paused",
    reason: () => "Archived, nothing is accepted any more",
  },
  paused: {
    when: heldBy("customer_paused"),
    health: "paused",
    reason: () => "What arrives is kept, nothing is sent on",
  },
  stopping_alert: {
    when: "alerts.stopping > 0",
    health: "failing",
    reason: ({ alertMessage }) => alertMessage,
  },
  heap_failing: {
    when: `flow.heap_failures >= ${FAILURES_IN_A_ROW}`,
    health: "failing",
    reason: ({ heapFailures }) => `Heap did not accept the last ${counted(heapFailures, "delivery attempt")}`,
  },
  sync_failed: {
    when: "membership.failed_segments > 0",
    health: "failing",
    reason: ({ failedSegments }) => `The newest sync of ${counted(failedSegments, "segment")} failed`,
  },
  open_alert: {
    when: "alerts.open > 0",
    health: "attention",
    reason: ({ alertMessage }) => alertMessage,
  },
  quarantined: {
    when: "flow.quarantined_lately > 0",
    health: "attention",
    reason: ({ quarantinedLately }) =>
      `${counted(quarantinedLately, "event")} quarantined in the last 24 hours`,
  },
  refused_members: {
    when: "membership.refused > 0",
    health: "attention",
    reason: ({ refused }) => `Braze refused ${counted(refused, "member")}`,
  },
  waiting: {
    when: "flow.last_event_at IS NULL AND membership.last_page_at IS NULL",
    health: "waiting",
    reason: () => "Nothing received yet",
  },
  healthy: { when: "true", health: "healthy", reason: () => null },
} as const satisfies Record<
  string,
  { when: string; health: Health; reason: (facts: HealthFacts) => string | null }
>;

/** Which condition of the rule decided. */
export type Finding = keyof typeof RULE;

const FINDINGS = Object.keys(RULE) as Finding[];

/** Decides each customer's finding, in SQL: a join that adds `judged.finding` to `customer c` with its `FACTS`. */
export const JUDGED = `
  CROSS JOIN LATERAL (
    SELECT CASE ${FINDINGS.map((finding) => `WHEN ${RULE[finding].when} THEN '${finding}'`).join(" ")} END AS finding
  ) judged`;

/** How urgent a finding is, in SQL: 1 is the most urgent. */
export const HEALTH_RANK = `array_position(ARRAY[${byUrgency()
  .map((finding) => `'${finding}'`)
  .join(", ")}], judged.finding)`;

/** The findings that give a customer this health. */
export function findingsOf(health: Health): Finding[] {
  return FINDINGS.filter((finding) => RULE[finding].health === health);
}

/** The findings that an open alert already reports, with its next action. */
export const ALERT_FINDINGS: readonly Finding[] = ["stopping_alert", "open_alert"];

/** The health that a finding means. */
export function healthOf(finding: Finding): Health {
  return RULE[finding].health;
}

/** Puts a finding into words. */
export function toHealth(finding: Finding, facts: HealthFacts): HealthView {
  const { health, reason } = RULE[finding];
  return { health, healthReason: reason(facts) };
}

function byUrgency(): Finding[] {
  return HEALTH_WORDS.flatMap(findingsOf);
}
