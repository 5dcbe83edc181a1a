import type { Actor, Ctx } from "@/lib/kernel/actor";
import type { Transaction } from "@/lib/kernel/database";
import type { Prisma } from "@/prisma/generated/client";

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

/** Writes the audit entry of a change inside the change's own transaction: without the entry the change fails. */
export async function recordAudit(tx: Transaction, ctx: Ctx, input: AuditInput): Promise<void> {
  await tx.auditEntry.create({
    data: { ...input, actorKind: ctx.actor.kind, actorId: actorId(ctx.actor), actorName: ctx.actor.name },
  });
}

function actorId(actor: Actor): string | null {
  return actor.kind === "system" ? null : actor.id;
}
