import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/actor";
import { claimOnce, type Once } from "@/lib/api/idempotency";
import { parseInput } from "@/lib/api/parse-input";
import { recordAudit } from "@/lib/audit/record";
import { requireOpenCustomer } from "@/lib/customers/require-customer";
import { prisma } from "@/lib/db";
import { toRevealedEndpointView } from "@/lib/endpoints/endpoint-view";
import { insertEndpoint } from "@/lib/endpoints/insert";
import { type DestinationInput, destinationInput } from "./destination-input";
import { auditedDestination, type CreatedDestinationView, toDestinationView } from "./destination-view";
import { keyColumns } from "./key-columns";
import { insertWebhookSecret } from "./secrets";
import { requireDestination } from "./show";

/**
 * Creates a destination and its first endpoint. The answer shows the address.
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
  const { dataImportKey, restApiKey, webhookSecret, ...settings } = parseInput(destinationInput, rest);

  const { destination, endpoint } = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const id = uuidv7();
    const owner = { customerId, destinationId: id };
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) {
      return {
        destination: await requireDestination({ customerId, destinationId: earlier }, tx),
        endpoint: await tx.endpoint.findFirstOrThrow({
          where: { destinationId: earlier },
          orderBy: { id: "asc" },
        }),
      };
    }

    const keys = keyColumns({ dataImportKey, restApiKey }, customerId);
    await tx.destination.create({ data: { id, customerId, ...settings, ...keys } });
    if (webhookSecret) await insertWebhookSecret(tx, owner, webhookSecret);
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
