import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import { timeInput } from "@/lib/kernel/api/time-input";
import { ActorKind } from "@/prisma/generated/enums";

const ACTION = /^[a-z_]+\.(\*|[a-z_]+)$/;

/** Which entries: by whose action, which action, and when. `from` is inclusive, `to` is not. */
const filter = {
  actorId: z.string().min(1).max(100).optional(),
  actorKind: z.enum(ActorKind).optional(),
  /** One action, such as `source.updated`, or all about one kind of thing, such as `source.*`. */
  action: z.string().max(100).regex(ACTION, "must be an action, or a word with '.*'").optional(),
  /** Of one thing, such as a source's id. */
  subjectId: z.string().min(1).max(100).optional(),
  from: timeInput.optional(),
  to: timeInput.optional(),
};

/** Filters of one customer's entries. */
export const customerAuditFilter = z.strictObject(filter);

/** Filters of the whole log. */
export const auditFilter = z.strictObject({ ...filter, customerId: z.uuid().optional() });

export const customerAuditListInput = z.strictObject({ ...pageInput, ...filter });
export const auditListInput = z.strictObject({ ...pageInput, ...auditFilter.shape });

export type AuditFilter = z.infer<typeof auditFilter>;
