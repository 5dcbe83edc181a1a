import { z } from "zod";
import { pageInput, pageOf } from "@/lib/api/keyset";
import { textInput, versionInput } from "@/lib/api/text-input";
import { IdentifierKind, SegmentMode, SyncState } from "@/lib/generated/prisma/enums";
import type { SegmentSummary } from "./columns";

export const segmentListInput = z.strictObject({ ...pageInput, destinationId: z.uuid().optional() });

/** An edit of a segment: how it is synced, or what its user keys are in Braze (null: as the destination says). */
export const segmentChange = z.union(
  [
    z.strictObject({ version: versionInput, mode: z.enum(SegmentMode) }),
    z.strictObject({
      version: versionInput,
      identifierKind: z.enum(IdentifierKind).nullable(),
      aliasLabel: textInput(200).nullable().default(null),
    }),
  ],
  { error: "must hold version and either mode, or identifierKind with aliasLabel where it is alias" },
);

const count = z.int().min(0);

/** A segment as the API answers it. */
export const segmentView = z.strictObject({
  id: z.uuid(),
  customerId: z.uuid(),
  destinationId: z.uuid(),
  heapSegmentId: z.string(),
  name: z.string(),
  mode: z.enum(SegmentMode),
  identifierKind: z.enum(IdentifierKind).nullable(),
  aliasLabel: z.string().nullable(),
  cohortName: z.string().nullable(),
  cohortNamedAt: z.iso.datetime().nullable(),
  wanted: count,
  acked: count,
  owed: count,
  refused: count,
  lastPageAt: z.iso.datetime().nullable(),
  nextSyncAt: z.iso.datetime().nullable(),
  lastSync: z
    .strictObject({
      id: z.uuid(),
      state: z.enum(SyncState),
      requestedAt: z.iso.datetime(),
      finishedAt: z.iso.datetime().nullable(),
    })
    .nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
});

export type SegmentView = z.infer<typeof segmentView>;
export const segmentPage = pageOf(segmentView);

/** Turns what the verbs return into the view. */
export function toSegmentView(segment: SegmentSummary): SegmentView {
  const { wantedCount, ackedCount, owedCount, refusedCount, lastSync, ...rest } = segment;
  return {
    ...rest,
    cohortNamedAt: rest.cohortNamedAt?.toISOString() ?? null,
    wanted: wantedCount,
    acked: ackedCount,
    owed: owedCount,
    refused: refusedCount,
    lastPageAt: rest.lastPageAt?.toISOString() ?? null,
    nextSyncAt: rest.nextSyncAt?.toISOString() ?? null,
    lastSync: lastSync && {
      ...lastSync,
      requestedAt: lastSync.requestedAt.toISOString(),
      finishedAt: lastSync.finishedAt?.toISOString() ?? null,
    },
    createdAt: rest.createdAt.toISOString(),
  };
}
