import { z } from "zod";
import { lastMatchView } from "@/lib/cohorts/match-checks/match-check-view";
import { syncView } from "@/lib/cohorts/syncs/sync-view";
import { pageOf } from "@/lib/kernel/api/keyset";
import { DESTINATION_HOLDS } from "@/lib/kernel/holds/hold-rule";
import { DestinationKind, IdentifierKind, SegmentMode } from "@/prisma/generated/enums";
import { tallyView } from "./last-tally";

const count = z.int().min(0);

/** A segment as the API returns it. */
const segmentView = z
  .strictObject({
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
    /** Chosen by the first sync of a destination with attributes, and never changed. */
    attributeName: z.string().nullable(),
    /** Members Heap wants in, and members Braze accepted: sent. */
    wanted: count,
    acked: count,
    /** Members still to be pushed, and members refused: by Braze, or not sent because their ID is no address (`unfit`). */
    owed: count,
    refused: count,
    unfit: count,
    lastPageAt: z.iso.datetime().nullable(),
    nextSyncAt: z.iso.datetime().nullable(),
    /** The newest sync: if one waits or runs, it is this one. */
    lastSync: syncView.nullable(),
    /** The result of the latest successful match check. */
    lastMatch: lastMatchView.nullable(),
    /** What became of the users in Heap's newest change that named any; null before the first. */
    lastTally: tallyView.nullable(),
    /** How often Heap used the name of an earlier sync for a new one. */
    reusedTasks: count,
    version: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Segment" });

/** What the segments of a destination share. */
const segmentDestinationView = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(DestinationKind),
    identifierKind: z.enum(IdentifierKind),
    aliasLabel: z.string().nullable(),
    segments: count,
    /** Whether Braze can be asked which ids it knows. */
    hasRestApiKey: z.boolean(),
    /** How many are recurring, and how many may be. */
    recurring: count,
    recurringLimit: count,
    /** Why nothing is pushed for now; null when pushing is allowed. */
    blockedBy: z.enum([...DESTINATION_HOLDS, "no_data_import_key", "no_rest_api_key"]).nullable(),
  })
  .meta({ id: "SegmentDestination" });

export type SegmentView = z.infer<typeof segmentView>;
export type SegmentDestinationView = z.infer<typeof segmentDestinationView>;

/** A page of segments, with all destinations of the customer. */
export const segmentPage = pageOf(segmentView).extend({ destinations: z.array(segmentDestinationView) });

/** One segment, with its destination. */
export const shownSegmentView = segmentView
  .extend({ destination: segmentDestinationView })
  .meta({ id: "ShownSegment" });

export type SegmentPage = z.infer<typeof segmentPage>;
export type ShownSegmentView = z.infer<typeof shownSegmentView>;
