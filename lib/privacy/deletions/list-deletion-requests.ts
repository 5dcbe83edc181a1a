import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { DeletionRequest } from "@/prisma/generated/client";
import type { deletionListInput } from "./deletion-input";
import { type DeletionRequestView, type RequestRow, toDeletionRequestView } from "./deletion-view";

/**
 * A customer's requests to delete a user, newest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listDeletionRequests(
  ctx: Ctx,
  input: z.infer<typeof deletionListInput> & { customerId: string },
): Promise<Page<DeletionRequestView>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, z.uuid());
  await requireCustomer(input.customerId);

  const requests = await prisma.deletionRequest.findMany({
    where: { customerId: input.customerId, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const rows = await withParts(requests);
  return toPage(rows, input.limit, ({ request }) => request.id, toDeletionRequestView);
}

/**
 * One request of a customer.
 * @throws TributaryError `not_found`, also when it is another customer's
 */
export async function findDeletionRequest(
  place: DeletionPlace,
  db: Transaction | typeof prisma = prisma,
): Promise<DeletionRequestView> {
  const [row] = await withParts([await requireDeletionRequest(place, db)], db);
  if (!row) throw new TributaryError("not_found", NONE);
  return toDeletionRequestView(row);
}

const NONE = "There is no such deletion request.";

/** Which request. */
export interface DeletionPlace {
  customerId: string;
  deletionRequestId: string;
}

/**
 * The row of one request of a customer.
 * @throws TributaryError `not_found`, also when it is another customer's
 */
export async function requireDeletionRequest(
  { customerId, deletionRequestId }: DeletionPlace,
  db: Pick<Transaction, "deletionRequest"> = prisma,
): Promise<DeletionRequest> {
  const found = await db.deletionRequest.findFirst({ where: { id: deletionRequestId, customerId } });
  if (!found) throw new TributaryError("not_found", NONE);
  return found;
}

async function withParts(
  requests: readonly DeletionRequest[],
  db: Pick<Transaction, "deletionStep" | "source"> = prisma,
): Promise<RequestRow[]> {
  const ids = requests.map(({ id }) => id);
  const sourceIds = [...new Set(requests.map(({ sourceId }) => sourceId))];
  const steps = await db.deletionStep.findMany({
    where: { deletionRequestId: { in: ids } },
    orderBy: [{ party: "asc" }, { name: "asc" }],
  });
  const sources = await db.source.findMany({
    where: { id: { in: sourceIds } },
    select: { id: true, name: true },
  });
  return requests.map((request) => ({
    request,
    sourceName: sources.find(({ id }) => id === request.sourceId)?.name ?? "",
    steps: steps.filter(({ deletionRequestId }) => deletionRequestId === request.id),
  }));
}
