import { z } from "zod";
import { revealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";
import { DestinationKind, IdentifierKind } from "@/prisma/generated/enums";
import type { DestinationGetPayload } from "@/prisma/generated/models/Destination";

/** A webhook secret: that it is there, never its value. */
export const webhookSecretView = z
  .strictObject({ id: z.uuid(), createdAt: z.iso.datetime() })
  .meta({ id: "WebhookSecret" });

/** A destination as the API returns it; of its secrets only whether they are there. */
export const destinationView = z
  .strictObject({
    id: z.uuid(),
    customerId: z.uuid(),
    name: z.string(),
    kind: z.enum(DestinationKind),
    brazeInstance: z.string(),
    identifierKind: z.enum(IdentifierKind),
    aliasLabel: z.string().nullable(),
    /** With attributes: who leaves a segment loses its attribute, instead of having it as `false`. */
    clearsLeavers: z.boolean(),
    /** With attributes: what their names begin with; those that are chosen already stay. */
    attributePrefix: z.string(),
    hasDataImportKey: z.boolean(),
    hasRestApiKey: z.boolean(),
    /** The active ones, at most two, oldest first. */
    webhookSecrets: z.array(webhookSecretView),
    pausedAt: z.iso.datetime().nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Destination" });

/** The answer to a creation: the endpoint with its address. */
export const createdDestinationView = destinationView
  .extend({ endpoint: revealedEndpointView })
  .meta({ id: "CreatedDestination" });

export type WebhookSecretView = z.infer<typeof webhookSecretView>;
export type DestinationView = z.infer<typeof destinationView>;
export type CreatedDestinationView = z.infer<typeof createdDestinationView>;

/** What a view needs of a destination. */
export const destinationParts = {
  webhookSecrets: {
    where: { revokedAt: null },
    orderBy: { id: "asc" },
    select: { id: true, createdAt: true },
  },
} as const;

export type DestinationRow = DestinationGetPayload<{ include: typeof destinationParts }>;

/** Turns a row into the view. */
export function toDestinationView(row: DestinationRow): DestinationView {
  return {
    id: row.id,
    customerId: row.customerId,
    name: row.name,
    kind: row.kind,
    brazeInstance: row.brazeInstance,
    identifierKind: row.identifierKind,
    aliasLabel: row.aliasLabel,
    clearsLeavers: row.clearsLeavers,
    attributePrefix: row.attributePrefix,
    hasDataImportKey: row.dataImportKeyEnc !== null,
    hasRestApiKey: row.restApiKeyEnc !== null,
    webhookSecrets: row.webhookSecrets.map(toWebhookSecretView),
    pausedAt: row.pausedAt?.toISOString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Turns a secret's row into the view. */
export function toWebhookSecretView(row: { id: string; createdAt: Date }): WebhookSecretView {
  return { id: row.id, createdAt: row.createdAt.toISOString() };
}

/** A destination's settings as an audit entry shows them. */
export function auditedDestination(row: DestinationRow) {
  const { name, kind, brazeInstance, identifierKind, aliasLabel, clearsLeavers, attributePrefix } = row;
  return { name, kind, brazeInstance, identifierKind, aliasLabel, clearsLeavers, attributePrefix };
}
