import { randomUUID } from "node:crypto";
import { requestErasure } from "@/lib/privacy/erasures/request-erasure";
import { runErasureSlice } from "@/lib/privacy/erasures/run-erasure-slice";
import { ctxOf } from "./make-destination";

/** For tests: who is erased. */
export const ANNA = "anna@example.com";

/** An email that somebody opened, as Braze sends it; a property has their `externalId` too. */
export function eventOf(externalId: string | null, userId = "braze-1") {
  return {
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: externalId, user_id: userId },
    properties: { campaign_name: "Welcome", email_address: externalId },
  };
}

/** Requests an erasure as an admin and runs it as far as it goes; the test runs the syncs it starts. */
export async function erase(customerId: string, identity = ANNA, includesVariants = false) {
  const { id } = await requestErasure(ctxOf("admin"), {
    customerId,
    identity,
    includesVariants,
    confirm: identity,
  });
  return { id, slice: await runErasureSlice(id) };
}
