import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/actor";
import { type Page, pageInput, pageOf, readCursor, toPage } from "@/lib/api/keyset";
import { requireCustomer } from "@/lib/customers/require-customer";
import { prisma } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { ActorKind } from "@/lib/generated/prisma/enums";

export const auditListInput = z.strictObject({
  ...pageInput,
  action: z.string().max(100).optional(),
  actorId: z.string().max(100).optional(),
});

export const auditEntryView = z.strictObject({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.strictObject({ kind: z.enum(ActorKind), id: z.string().nullable(), name: z.string() }),
  action: z.string(),
  customerId: z.uuid().nullable(),
  subjectKind: z.string(),
  subjectId: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});

export type AuditEntryView = z.infer<typeof auditEntryView>;

/** The schema of a page of audit entries. */
export const auditPage = pageOf(auditEntryView);

/**
 * A customer's audit entries, newest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listAudit(
  ctx: Ctx,
  input: z.infer<typeof auditListInput> & { customerId: string },
): Promise<Page<AuditEntryView>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, z.uuid());
  await requireCustomer(input.customerId);

  const rows = await prisma.auditEntry.findMany({
    where: {
      customerId: input.customerId,
      action: input.action,
      actorId: input.actorId,
      ...(before && { id: { lt: before } }),
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(
    rows,
    input.limit,
    (row) => row.id,
    (row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
      action: row.action,
      customerId: row.customerId,
      subjectKind: row.subjectKind,
      subjectId: row.subjectId,
      before: asFields(row.before),
      after: asFields(row.after),
    }),
  );
}

function asFields(value: Prisma.JsonValue): Record<string, unknown> | null {
  return typeof value === "object" && !Array.isArray(value) ? value : null;
}
