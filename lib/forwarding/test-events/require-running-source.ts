import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { holdsOf } from "@/lib/kernel/holds/hold-rule";
import { HOLD_WORDS } from "@/lib/kernel/holds/team-words";
import { requireSource } from "@/lib/setup/sources/show-source";
import type { Source } from "@/prisma/generated/client";

/**
 * A source that would forward now: neither it nor its customer is paused or archived.
 * @throws TributaryError `not_found`, `conflict` with what to resume first
 */
export async function requireRunningSource(input: { customerId: string; sourceId: string }): Promise<Source> {
  const customer = await requireOpenCustomer(input.customerId, prisma);
  const source = await requireSource(input);
  const [hold] = holdsOf({ customerState: customer.state, isSourcePaused: source.pausedAt !== null });
  if (hold) {
    throw new TributaryError("conflict", `${HOLD_WORDS[hold].is}, so nothing is forwarded. Resume it first.`);
  }
  return source;
}
