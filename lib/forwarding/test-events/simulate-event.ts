import { randomUUID } from "node:crypto";
import { z } from "zod";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { TEST_IDENTITY } from "@/lib/forwarding/deliveries/known-good-event";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { toSourceView } from "@/lib/setup/sources/source-view";
import { CUSTOM_EVENT_TYPE, eventName } from "@/lib/vendors/braze/catalog";
import { requireRunningSource } from "./require-running-source";

/** What most customers send, the most usual first: the first that the source takes is simulated. */
const USUAL_TYPES = [
  "users.messages.email.Open",
  "users.messages.email.Click",
  "users.messages.pushnotification.Open",
  "users.messages.inappmessage.Click",
  "users.messages.contentcard.Click",
  "users.messages.sms.ShortLinkClick",
  "users.messages.whatsapp.Click",
  "users.campaigns.Conversion",
  CUSTOM_EVENT_TYPE,
] as const;

/** The type to simulate for a source: a usual one that it takes, otherwise the first that it takes. Pure. */
export function typeToSimulate(eventTypes: readonly string[] | null): string {
  const usual = USUAL_TYPES.find((type) => !eventTypes || eventTypes.includes(type));
  return usual ?? eventTypes?.[0] ?? USUAL_TYPES[0];
}

/** A simulated event that is on its way. */
export const simulationView = z
  .strictObject({
    /** In the form of Braze's event ids; it finds the event among the others. */
    eventId: z.string(),
    type: z.string(),
    /** The type in words. */
    typeName: z.string(),
    identity: z.string(),
  })
  .meta({ id: "Simulation" });

export type SimulationView = z.infer<typeof simulationView>;

/**
 * Posts one event to the source's current endpoint as Braze would, marked as simulated: it goes the whole way to
 * Heap, with the source's mapping, and proves the forwarding. It does not prove that Braze sends.
 * @returns the event, and which Heap app to forward for (null when it waits and checks again by itself)
 * @throws TributaryError `forbidden`, `not_found`, `conflict` when the customer is archived, either is paused, or no
 *   endpoint is current
 */
export async function simulateEvent(
  ctx: Ctx,
  input: { customerId: string; sourceId: string },
): Promise<{ simulation: SimulationView; nudge: string | null }> {
  requireRole(ctx, "csm");
  const source = await requireRunningSource(input);
  const { customerId } = input;
  const endpoint = await prisma.endpoint.findFirst({
    where: { ...input, expiresAt: null, revokedAt: null },
    select: { tokenEnc: true },
  });
  if (!endpoint) {
    throw new TributaryError("conflict", "The source has no current endpoint. Create one first.");
  }

  const type = typeToSimulate(toSourceView(source).eventTypes);
  const simulation = {
    eventId: `tributary-simulated-${randomUUID()}`,
    type,
    typeName: eventName(type),
    identity: TEST_IDENTITY,
  };
  const request = {
    token: decryptSecret(endpoint.tokenEnc, { customerId, field: "endpoint_token" }),
    bearerToken:
      source.bearerTokenEnc && decryptSecret(source.bearerTokenEnc, { customerId, field: "bearer_token" }),
    body: Buffer.from(JSON.stringify({ events: [eventOf(simulation)] })),
    isSimulated: true,
  };

  return prisma.$transaction(async (tx) => {
    await recordAudit(tx, ctx, {
      action: "source.event_simulated",
      customerId,
      subjectKind: "source",
      subjectId: input.sourceId,
      after: simulation,
    });
    const accepted = await acceptBatch(request, sqlOf(tx));
    if (accepted.kind !== "stored") {
      throw new TributaryError("conflict", "The source was just changed. Try again.");
    }
    return { simulation, nudge: accepted.nudge };
  });
}

/** A Currents event of the custom HTTP connector, as docs/contracts/braze-currents.md#an-event has it. */
function eventOf({ eventId, type, identity }: SimulationView) {
  return {
    id: eventId,
    event_type: type,
    time: Math.floor(Date.now() / 1_000),
    user: { user_id: identity, external_user_id: identity, timezone: "UTC" },
    properties: {
      ...(type === CUSTOM_EVENT_TYPE && { name: "Tributary Simulated", custom_properties: {} }),
      campaign_name: "Simulated by Tributary",
    },
  };
}
