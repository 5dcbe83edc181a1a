import type { Actor, Ctx } from "@/lib/kernel/actor";
import type { Prisma, PrismaClient } from "@/prisma/generated/client";

export interface AuditInput {
  /** `<word>.<past verb>`, such as `source.updated`. */
  action: string;
  customerId: string | null;
  subjectKind: string;
  subjectId: string;
  /** Plain values only, never a secret: say `set` or `replaced`. */
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

/** Prisma's client inside a transaction. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/** Writes the audit entry of a change inside the change's own transaction: without its entry the change fails. */
export async function recordAudit(tx: Transaction, ctx: Ctx, input: AuditInput): Promise<void> {
  await tx.auditEntry.create({
    data: { ...input, actorKind: ctx.actor.kind, actorId: actorId(ctx.actor), actorName: ctx.actor.name },
  });
}

function actorId(actor: Actor): string | null {
  return actor.kind === "system" ? null : actor.id;
}
