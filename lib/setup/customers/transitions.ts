import { TributaryError } from "@/lib/kernel/errors";
import type { CustomerState } from "@/prisma/generated/enums";

/**
 * Allowed transitions from each state. An archived customer comes back paused, so that nothing starts to flow by
 * surprise.
 */
export const NEXT_STATES: Record<CustomerState, readonly CustomerState[]> = {
  onboarding: ["live", "paused", "archived"],
  live: ["paused", "archived"],
  paused: ["onboarding", "live", "archived"],
  archived: ["paused"],
};

/**
 * Refuses a transition that is not allowed; staying is always allowed.
 * @throws TributaryError `conflict` naming those that are
 */
export function assertTransition(from: CustomerState, to: CustomerState): void {
  if (from === to || NEXT_STATES[from].includes(to)) return;
  throw new TributaryError(
    "conflict",
    `A customer that is ${from} cannot become ${to}, only ${NEXT_STATES[from].join(" or ")}.`,
  );
}
