import { z } from "zod";
import { revealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";
import type { Source } from "@/prisma/generated/client";
import { HeapRegion, IdentityField } from "@/prisma/generated/enums";

/** A source as the API answers it; of its bearer token only whether there is one. */
export const sourceView = z
  .strictObject({
    id: z.uuid(),
    customerId: z.uuid(),
    name: z.string(),
    heapAppId: z.string(),
    heapRegion: z.enum(HeapRegion),
    identityField: z.enum(IdentityField),
    prefix: z.string().nullable(),
    eventTypes: z.array(z.string()).nullable(),
    hasBearerToken: z.boolean(),
    pausedAt: z.iso.datetime().nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Source" });

/** The answer to an edit: a bearer token made by it is shown this once. */
export const changedSourceView = sourceView
  .extend({ bearerToken: z.string().nullable() })
  .meta({ id: "ChangedSource" });

/** The answer to a creation: the endpoint with its address, and the bearer token if one was made. */
export const createdSourceView = changedSourceView
  .extend({ endpoint: revealedEndpointView })
  .meta({ id: "CreatedSource" });

export type SourceView = z.infer<typeof sourceView>;
export type ChangedSourceView = z.infer<typeof changedSourceView>;
export type CreatedSourceView = z.infer<typeof createdSourceView>;

const eventTypeList = z.array(z.string()).nullable();

/** Turns a row into the view. */
export function toSourceView(row: Source): SourceView {
  return {
    id: row.id,
    customerId: row.customerId,
    name: row.name,
    heapAppId: row.heapAppId,
    heapRegion: row.heapRegion,
    identityField: row.identityField,
    prefix: row.prefix,
    eventTypes: eventTypeList.parse(row.eventTypes),
    hasBearerToken: row.bearerTokenHash !== null,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What an audit entry shows of a source's settings. */
export function auditedSource(row: Source) {
  const { name, heapAppId, heapRegion, identityField, prefix, eventTypes } = toSourceView(row);
  return { name, heapAppId, heapRegion, identityField, prefix, eventTypes };
}
