import { z } from "zod";
import { healthWord } from "@/lib/insight/health/health-rule";
import { DESTINATION_HOPS, SOURCE_HOPS } from "@/lib/setup/proven-hops/hop-kinds";
import { DestinationKind, SegmentMode, SyncState, SyncTrigger } from "@/prisma/generated/enums";

const count = z.int().min(0);
const time = z.iso.datetime().nullable();

const checkOf = <Kind extends readonly [string, ...string[]]>(kinds: Kind) =>
  z.strictObject({
    kind: z.enum(kinds),
    provenAt: time,
    /** It fails now, whether or not it was proven before. */
    isFailed: z.boolean(),
    nextStep: z.string(),
  });

/** One source: events from Braze to Heap. Counts are for the last 24 hours, except what is pending. */
const statusSource = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  /** It or the whole customer is paused: what is pending is held. */
  isHeld: z.boolean(),
  received: count,
  /** By the team, to try the connection; not from Braze. */
  simulated: count,
  forwarded: count,
  filtered: count,
  duplicate: count,
  quarantined: count,
  pending: count,
  lastBatchAt: time,
  checks: z.array(checkOf(SOURCE_HOPS)),
});

/** One destination: segments from Heap to Braze. */
const statusDestination = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(DestinationKind),
  isHeld: z.boolean(),
  /** What Braze accepted in the last 24 hours. */
  added: count,
  removed: count,
  segments: count,
  segmentsOn: count,
  segmentsInStep: count,
  owed: count,
  refused: count,
  lastPageAt: time,
  checks: z.array(checkOf(DESTINATION_HOPS)),
});

const statusSegment = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  mode: z.enum(SegmentMode),
  version: z.int(),
  wanted: count,
  sent: count,
  owed: count,
  refused: count,
  /** Users without a usable ID in Heap's newest change, of how many. */
  untaken: count,
  named: count,
  /** One of its syncs waits or runs. */
  isSyncing: z.boolean(),
  lastSyncAt: time,
  lastSyncState: z.enum(SyncState).nullable(),
  nextSyncAt: time,
  /** Why it is not sent now, in words; null when it can be. */
  restsBecause: z.string().nullable(),
});

/** A sync without its requester and without Braze's own message, which may quote someone. */
const statusSync = z.strictObject({
  id: z.uuid(),
  segmentName: z.string(),
  trigger: z.enum(SyncTrigger),
  state: z.enum(SyncState),
  at: z.iso.datetime(),
  added: count,
  removed: count,
  refused: count,
  untaken: count,
  /** How often in a row it failed for the same cause, and since when; the earlier ones are not listed. */
  failed: z.strictObject({ times: count, since: z.iso.datetime() }).nullable(),
});

/** An open problem: what it means for the customer, and what they can do. */
const statusAlert = z.strictObject({
  id: z.uuid(),
  title: z.string(),
  meaning: z.string(),
  nextAction: z.string(),
  openedAt: z.iso.datetime(),
});

/** An address whose owner may copy it; the address itself comes only on request. */
const statusEndpoint = z.strictObject({
  id: z.uuid(),
  ownerName: z.string(),
  sender: z.enum(["Braze", "Heap"]),
});

/** What the customer's status page shows: only this customer, no secrets, no team members, no one's address. */
export const statusView = z.strictObject({
  /** When it was read. */
  at: z.iso.datetime(),
  customerName: z.string(),
  health: healthWord,
  /** How it is doing, in one sentence. */
  sentence: z.string(),
  alerts: z.array(statusAlert),
  /** A real request has proven every hop of everything that is set up. */
  isProven: z.boolean(),
  sources: z.array(statusSource),
  destinations: z.array(statusDestination),
  /** The first 100 by name. */
  segments: z.array(statusSegment),
  /** The last 20. */
  syncs: z.array(statusSync),
  /** Present if the link allows copying them. */
  endpoints: z.array(statusEndpoint),
  canSync: z.boolean(),
  canToggle: z.boolean(),
  /** When the link ends; null when it does not end by itself. */
  linkExpiresAt: time,
});

export type StatusView = z.infer<typeof statusView>;
export type StatusSource = StatusView["sources"][number];
export type StatusDestination = StatusView["destinations"][number];
export type StatusSegment = StatusView["segments"][number];
export type StatusSync = StatusView["syncs"][number];
export type StatusAlert = StatusView["alerts"][number];
