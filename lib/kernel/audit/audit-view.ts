import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";
import { ActorKind } from "@/prisma/generated/enums";

const fields = z.record(z.string(), z.unknown()).nullable();

/** What a change did to one field, in words; of a secret never its value. */
export const fieldChangeView = z
  .strictObject({
    field: z.string(),
    /** The field's name on screen. */
    label: z.string(),
    /** Null if that side says nothing about it. */
    before: z.string().nullable(),
    after: z.string().nullable(),
    /** Of a list: what was added and removed; null for everything else. */
    difference: z.string().nullable(),
  })
  .meta({ id: "FieldChange" });

/** An audit entry as the API returns it. */
const auditEntryView = z
  .strictObject({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.strictObject({ kind: z.enum(ActorKind), id: z.string().nullable(), name: z.string() }),
    action: z.string(),
    /** The action in words, with its subject's current name. */
    summary: z.string(),
    customerId: z.uuid().nullable(),
    customerName: z.string().nullable(),
    subjectKind: z.string(),
    subjectId: z.string(),
    before: fields,
    after: fields,
    /** The same in words, field by field. */
    changes: z.array(fieldChangeView),
  })
  .meta({ id: "AuditEntry" });

export type AuditEntryView = z.infer<typeof auditEntryView>;

/** The schema of a page of audit entries. */
export const auditPage = pageOf(auditEntryView);

/** Who appears in the log, for a picker. */
export const auditActorsView = z
  .strictObject({
    items: z.array(z.strictObject({ kind: z.enum(ActorKind), id: z.string(), name: z.string() })),
  })
  .meta({ id: "AuditActors" });

export type AuditActorsView = z.infer<typeof auditActorsView>;
