import { z } from "zod";
import { bookDelivery } from "@/lib/forwarding/deliveries/book-delivery";
import {
  type AcceptedDelivery,
  closeAccepted,
  closeUnaccepted,
} from "@/lib/forwarding/deliveries/close-delivery";
import { knownGoodEvent, TEST_IDENTITY } from "@/lib/forwarding/deliveries/known-good-event";
import { loadMapping } from "@/lib/forwarding/mapping/mapping-of-source";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf } from "@/lib/kernel/database";
import { VendorError } from "@/lib/kernel/errors";
import { counted } from "@/lib/kernel/words";
import { proveHop } from "@/lib/setup/proven-hops/record-proven-hops";
import type { HeapEvent } from "@/lib/vendors/heap/track-client";
import { heapGatewayOf } from "@/lib/vendors/heap/track-gateway";
import type { Source } from "@/prisma/generated/client";
import { requireRunningSource } from "./require-running-source";

/** Heap's answer to the test event. A refusal is an answer here, not an error. */
export const testEventView = z.strictObject({
  isAccepted: z.boolean(),
  /** HTTP status; null without an answer, or when no call was made. */
  status: z.int().nullable(),
  /** The event's name in Heap, with the source's prefix. */
  eventName: z.string(),
  identity: z.string(),
  message: z.string(),
  nextAction: z.string().nullable(),
});

export type TestEventView = z.infer<typeof testEventView>;

type Call = Pick<TestEventView, "isAccepted" | "status" | "message" | "nextAction"> & {
  accepted: AcceptedDelivery | null;
};

/**
 * Sends one real event of a test user to the source's Heap app. Its idempotency key is the source's own, so that a
 * repeat changes nothing in Heap; it counts against Heap's limit like any other call. Heap may well accept an event
 * for an app id that nobody owns: only finding it in Heap proves the app id.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` when the customer is archived or either is paused
 */
export async function sendTestEvent(
  ctx: Ctx,
  input: { customerId: string; sourceId: string },
): Promise<TestEventView> {
  requireRole(ctx, "csm");
  const source = await requireRunningSource(input);
  const event = knownGoodEvent(source, new Date());
  const { accepted, ...said } = await callHeap(source, event);
  const eventName = event.event;

  await prisma.$transaction(async (tx) => {
    if (accepted) {
      await closeAccepted(sqlOf(tx), [accepted]);
      await proveHop(tx, {
        ...input,
        kind: "first_event_accepted",
        detail: "Proven by a test event.",
      });
    }
    await recordAudit(tx, ctx, {
      action: "source.test_event_sent",
      customerId: input.customerId,
      subjectKind: "source",
      subjectId: input.sourceId,
      after: { isAccepted: said.isAccepted, status: said.status, eventName, identity: TEST_IDENTITY },
    });
  });
  return { ...said, eventName, identity: TEST_IDENTITY };
}

async function callHeap(source: Source, event: HeapEvent): Promise<Call> {
  const { heapApp, client, limitPerMinute } = heapGatewayOf(source);
  const { customerId, id: sourceId } = source;
  const mapping = await loadMapping({ customerId, sourceId });
  const draft = { customerId, sourceId, heapApp, mapping, eventCount: 1 };

  const reservation = await bookDelivery(draft, limitPerMinute);
  if (reservation.kind === "wait") {
    return {
      accepted: null,
      isAccepted: false,
      status: null,
      message: "Nothing was sent: this minute’s events have already used up Heap’s limit for this app.",
      nextAction: `Try again in ${counted(Math.ceil(reservation.waitSeconds), "second")}.`,
    };
  }

  const { deliveryId } = reservation;
  try {
    const { status, words } = await client.track({ appId: source.heapAppId, events: [event] });
    return {
      accepted: { id: deliveryId, status, words },
      isAccepted: true,
      status,
      message: `Heap accepted the event “${event.event}” of the user ${TEST_IDENTITY}.`,
      nextAction: `Check that the user ${TEST_IDENTITY} is in Heap: Heap also accepts events for a wrong app ID.`,
    };
  } catch (err) {
    if (!(err instanceof VendorError)) throw err;
    await closeUnaccepted(deliveryId, err);
    return { accepted: null, isAccepted: false, status: err.status, ...refusalWords(err) };
  }
}

function refusalWords(err: VendorError): Pick<Call, "message" | "nextAction"> {
  if (err.kind === "refused") {
    return {
      message: `Heap refused the event: “${err.words || `status ${err.status}`}”`,
      nextAction: "Check the Heap app ID and the region of the source.",
    };
  }
  return {
    message:
      err.status === null
        ? "Heap did not respond."
        : `Heap did not accept the call: “${err.words || err.status}”`,
    nextAction: err.retriable ? "Try again in a moment." : "Check the Heap region of the source.",
  };
}
