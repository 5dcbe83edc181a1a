import type { CustomerState, Outcome, SyncState } from "@/prisma/generated/enums";
import { StatusPill } from "./status-pill";

type Tone = "good" | "wait" | "bad" | "info" | "quiet";

const CUSTOMER: Record<CustomerState, [Tone, string]> = {
  onboarding: ["info", "Onboarding"],
  live: ["good", "Live"],
  paused: ["quiet", "Paused"],
  archived: ["quiet", "Archived"],
};

/** How a customer is doing; the rule is in lib/insight/health/health-rule.ts. */
export type Health = "healthy" | "attention" | "failing" | "waiting" | "paused";

const HEALTH: Record<Health, [Tone, string]> = {
  healthy: ["good", "Healthy"],
  attention: ["wait", "Needs attention"],
  failing: ["bad", "Failing"],
  waiting: ["quiet", "Waiting for data"],
  paused: ["quiet", "Paused"],
};

const SYNC: Record<SyncState, [Tone, string]> = {
  queued: ["info", "Queued"],
  running: ["info", "Running"],
  succeeded: ["good", "Succeeded"],
  succeeded_with_errors: ["wait", "Succeeded with errors"],
  failed: ["bad", "Failed"],
  cancelled: ["quiet", "Cancelled"],
};

const OUTCOME: Record<Outcome | "pending", [Tone, string]> = {
  pending: ["info", "Queued"],
  forwarded: ["good", "Forwarded"],
  filtered: ["quiet", "Filtered"],
  duplicate: ["quiet", "Duplicate"],
  quarantined: ["bad", "Quarantined"],
};

export function CustomerStatePill({ state }: { state: CustomerState }) {
  return <Pill look={CUSTOMER[state]} />;
}

export function HealthPill({ health }: { health: Health }) {
  return <Pill look={HEALTH[health]} />;
}

export function SyncStatePill({ state }: { state: SyncState }) {
  return <Pill look={SYNC[state]} />;
}

export function OutcomePill({ outcome }: { outcome: Outcome | "pending" }) {
  return <Pill look={OUTCOME[outcome]} />;
}

function Pill({ look: [tone, words] }: { look: [Tone, string] }) {
  return <StatusPill tone={tone}>{words}</StatusPill>;
}
