import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { toRevealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";
import { insertEndpoint } from "@/lib/setup/endpoints/insert-endpoint";
import { revealEarlier } from "@/lib/setup/endpoints/reveal-endpoint";
import { KEY_PROOF, proveHop } from "@/lib/setup/proven-hops/record-proven-hops";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { type DestinationInput, destinationInput } from "./destination-input";
import { auditedDestination, type CreatedDestinationView, toDestinationView } from "./destination-view";
import { keyColumns } from "./key-columns";
import { requireAcceptedKey } from "./require-accepted-key";
import { requireDestination } from "./show-destination";
import { insertWebhookSecret } from "./webhook-secrets";

/**
 * Creates a destination and its first endpoint. The answer shows the address. The key with which it writes is tried first if asked.
 * @param once makes a repeat answer with what the first request created
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (archived, or key used for another request)
 */
export async function createDestination(
  ctx: Ctx,
  input: DestinationInput & { customerId: string },
  once?: Once,
): Promise<CreatedDestinationView> {
  requireRole(ctx, "csm");
  const { customerId, ...rest } = input;
  const { dataImportKey, restApiKey, webhookSecret, testsKey, ...settings } = parseInput(
    destinationInput,
    rest,
  );
  const { kind, brazeInstance } = settings;
  const key = { dataImportKey, restApiKey }[BRAZE_KEYS[kind].field];
  const isAccepted =
    testsKey && key !== null && (await requireAcceptedKey({ customerId, kind, brazeInstance, key }));

  const { destination, endpoint } = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const id = uuidv7();
    const owner = { customerId, destinationId: id };
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) {
      return {
        destination: await requireDestination({ customerId, destinationId: earlier }, tx),
        endpoint: await revealEarlier(tx, ctx, { customerId, destinationId: earlier }),
      };
    }

    const keys = keyColumns({ dataImportKey, restApiKey }, customerId);
    await tx.destination.create({ data: { id, customerId, ...settings, ...keys } });
    if (webhookSecret) await insertWebhookSecret(tx, owner, webhookSecret);
    if (isAccepted) await proveHop(tx, { ...owner, ...KEY_PROOF });
    const destination = await requireDestination(owner, tx);
    await recordAudit(tx, ctx, {
      action: "destination.created",
      customerId,
      subjectKind: "destination",
      subjectId: id,
      after: {
        ...auditedDestination(destination),
        ...(dataImportKey && { dataImportKey: "set" }),
        ...(restApiKey && { restApiKey: "set" }),
        ...(webhookSecret && { webhookSecret: "set" }),
      },
    });
    return { destination, endpoint: await insertEndpoint(tx, ctx, owner) };
  });

  return { ...toDestinationView(destination), endpoint: toRevealedEndpointView(endpoint) };
}
