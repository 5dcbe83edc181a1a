import { z } from "zod";
import { NEW_TYPE_LEFT_OUT, TYPE_LEFT_OUT, TYPE_NOT_SELECTED } from "@/lib/forwarding/mapping/type-rule";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { idSince } from "@/lib/kernel/api/id-since";
import { pool } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { eventName, isRecommended } from "@/lib/vendors/braze/catalog";
import { orderInSource } from "./order-in-source";

/** The days that are looked at. A week has its quiet and its busy days. */
const WINDOW_DAYS = 7;
/** Before this not even a rough figure: one request would be multiplied by hundreds. Our choice. */
const LEAST_MINUTES = 5;
/** From here on a figure is firm: it has seen each hour of a day once, the busy ones and the quiet ones. */
const FIRM_HOURS = 24;
/** How many of the latest events the shares of the types are taken from. */
const TYPES_FROM_EVENTS = 5_000;

const perDay = z.number().min(0);

/** How many events a day a source brings, estimated. */
export const volumeView = z
  .strictObject({
    sourceId: z.uuid(),
    /** The days it is estimated from: at most 7, a part of one at first. Null while the source is too young or has sent nothing. */
    days: z.number().nullable(),
    /** Estimated from less than a day: the hours that were not seen may be busier or quieter. */
    isRough: z.boolean(),
    /** Events a day as Braze sends them, without repeated ones. */
    receivedPerDay: perDay,
    /** Those that go to Heap with the present settings. */
    addedPerDay: perDay,
    /** Those that would if only the recommended types were forwarded. */
    recommendedPerDay: perDay,
    /** By type, the most frequent first, from the latest events. */
    types: z.array(
      z.strictObject({
        type: z.string(),
        /** Its name in Heap before any prefix. */
        name: z.string(),
        perDay,
        /** Of all the source's events, 0 to 1. */
        share: z.number().min(0).max(1),
        /** The source forwards it. */
        isForwarded: z.boolean(),
        /** Says something about what a person did. */
        isRecommended: z.boolean(),
      }),
    ),
  })
  .meta({ id: "EventVolume" });

export type VolumeView = z.infer<typeof volumeView>;

interface Row {
  eventTypes: string[] | null;
  events: number;
  hours: number | null;
  types: { type: string; events: number; known: number }[] | null;
}

/**
 * Estimates what a source adds to its Heap environment a day: all its events of the last week, divided by type as the
 * latest of them are. Anonymous events count as received and not as added.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function estimateVolume(
  ctx: Ctx,
  { customerId, sourceId }: { customerId: string; sourceId: string },
): Promise<VolumeView> {
  requireRole(ctx, "viewer");
  const { rows } = await pool.query<Row>(VOLUME, [customerId, sourceId]);
  if (!rows[0]) throw new TributaryError("not_found", "There is no such source.");
  return toVolume(sourceId, rows[0]);
}

/** What some hours of events tell about a day: nothing yet, roughly how many, or how many. Pure. */
export function tellsOfDay(hours: number): "nothing" | "rough" | "firm" {
  if (hours < LEAST_MINUTES / 60) return "nothing";
  return hours < FIRM_HOURS ? "rough" : "firm";
}

/** Divides the events of some hours among the types, by the day. Pure. */
export function toVolume(sourceId: string, { eventTypes, events, hours, types }: Row): VolumeView {
  const sampled = (types ?? []).reduce((sum, { events: ofType }) => sum + ofType, 0);
  const tells = hours === null ? "nothing" : tellsOfDay(hours);
  if (hours === null || tells === "nothing" || sampled === 0) {
    const none = { receivedPerDay: 0, addedPerDay: 0, recommendedPerDay: 0 };
    return { sourceId, days: null, isRough: false, ...none, types: [] };
  }

  const receivedPerDay = (events / hours) * 24;
  const views = (types ?? []).map(({ type, events: ofType, known }) => ({
    type,
    name: eventName(type),
    perDay: Math.round((receivedPerDay * ofType) / sampled),
    share: ofType / sampled,
    isForwarded: eventTypes === null || eventTypes.includes(type),
    isRecommended: isRecommended(type),
    // Whether an event has a person does not depend on the choice of types, so it is taken from all of them.
    knownPerDay: (receivedPerDay * known) / sampled,
  }));
  const sum = (chosen: typeof views) =>
    Math.round(chosen.reduce((total, { knownPerDay }) => total + knownPerDay, 0));
  return {
    sourceId,
    days: Math.round((hours / 24) * 10_000) / 10_000,
    isRough: tells === "rough",
    receivedPerDay: Math.round(receivedPerDay),
    addedPerDay: sum(views.filter(({ isForwarded }) => isForwarded)),
    recommendedPerDay: sum(views.filter((view) => view.isRecommended)),
    types: views.map(({ knownPerDay: _, ...view }) => view),
  };
}

const OF_TYPE = [TYPE_NOT_SELECTED, TYPE_LEFT_OUT, NEW_TYPE_LEFT_OUT]
  .map((reason) => `'${reason}'`)
  .join(", ");

// A type that is not forwarded is filtered before anyone asks who it is about: it counts as known. The source is named by its id, so that
// the planner knows how many events it has: it would sort all of them for what it takes for a small source.
const VOLUME = `
  SELECT s.event_types AS "eventTypes", counted.events, counted.hours, sampled.types
  FROM source s
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(b.accepted - b.duplicate), 0)::float8 AS events,
           (extract(epoch FROM now() - min(b.received_at)) / 3600)::float8 AS hours
    FROM batch b
    WHERE b.source_id = s.id AND b.id >= ${idSince(`${WINDOW_DAYS} days`)}
      AND b.received_at > now() - interval '${WINDOW_DAYS} days' AND NOT b.is_simulated
  ) counted
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('type', type, 'events', events, 'known', known) ORDER BY events DESC, type) AS types
    FROM (
      SELECT latest.type, count(*) AS events,
             count(*) FILTER (WHERE latest.identity IS NOT NULL OR latest.reason IN (${OF_TYPE})) AS known
      FROM (
        SELECT e.batch_id, e.type, e.identity, e.reason FROM event e
        WHERE e.source_id = $2 AND e.outcome <> 'duplicate' AND e.type IS NOT NULL
        ORDER BY ${orderInSource("e", "DESC")} LIMIT ${TYPES_FROM_EVENTS}
      ) latest
      WHERE latest.batch_id >= ${idSince(`${WINDOW_DAYS} days`)}
      GROUP BY latest.type
    ) by_type
  ) sampled
  WHERE s.customer_id = $1 AND s.id = $2`;
