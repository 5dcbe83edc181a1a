import { requireOpenCustomer } from "@/lib/customers/require-customer";
import { prisma } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import type { Source } from "@/lib/generated/prisma/client";
import { requireSource } from "./show";

/**
 * A source that would forward now: neither it nor its customer is paused or archived.
 * @throws TributaryError `not_found`, `conflict` with what to resume first
 */
export async function requireRunningSource(input: { customerId: string; sourceId: string }): Promise<Source> {
  const customer = await requireOpenCustomer(input.customerId, prisma);
  const source = await requireSource(input);
  if (customer.state === "paused") {
    throw new TributaryError(
      "conflict",
      "This customer is paused, so nothing is forwarded. Resume it first.",
    );
  }
  if (source.pausedAt) {
    throw new TributaryError("conflict", "This source is paused, so nothing is forwarded. Resume it first.");
  }
  return source;
}
