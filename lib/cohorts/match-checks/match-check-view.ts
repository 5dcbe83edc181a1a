import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";
import type { MatchCheck } from "@/prisma/generated/client";
import { IdentifierKind, MatchCheckState, MatchCheckTrigger } from "@/prisma/generated/enums";
import { measuredShare } from "./measured-share";

const count = z.int().min(0);

/** The share of a segment's ids that Braze knows, with its 95 % interval; each from 0 to 1. */
const matchView = z
  .strictObject({
    known: count,
    sampled: count,
    /** Members of the segment when the sample was drawn. */
    population: count,
    share: z.number(),
    low: z.number(),
    high: z.number(),
  })
  .meta({ id: "Match" });

/** A match check as the API returns it. */
const matchCheckView = z
  .strictObject({
    id: z.uuid(),
    customerId: z.uuid(),
    destinationId: z.uuid(),
    segmentId: z.uuid(),
    trigger: z.enum(MatchCheckTrigger),
    state: z.enum(MatchCheckState),
    requestedBy: z.string(),
    requestedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    /** While backing off: when Braze is asked again. */
    retryAt: z.iso.datetime().nullable(),
    /** How Braze was asked for the ids; null until the sample was drawn. */
    identifierKind: z.enum(IdentifierKind).nullable(),
    aliasLabel: z.string().nullable(),
    /** Progress: ids asked about of ids sampled, and calls made. */
    sampled: count,
    asked: count,
    calls: count,
    /** Email addresses or phone numbers of the sample that several users in Braze have. */
    shared: count,
    /** The result; null unless it succeeded. */
    match: matchView.nullable(),
    error: z.string().nullable(),
    nextAction: z.string().nullable(),
  })
  .meta({ id: "MatchCheck" });

/** One check, with ids of its sample. They are personal data, so only for signed-in members of the team. */
export const shownMatchCheckView = matchCheckView
  .extend({
    /** All ids that Braze does not know, in random order; a sample is small. */
    unknownIds: z.array(z.string()),
  })
  .meta({ id: "ShownMatchCheck" });

/** The answer to a request for a check; the request joins one that is already under way. */
export const requestedMatchCheckView = z
  .strictObject({
    matchCheckId: z.uuid(),
    destinationId: z.uuid(),
    joined: z.boolean(),
  })
  .meta({ id: "RequestedMatchCheck" });

/** What a segment shows of its latest successful check. */
export const lastMatchView = matchView
  .extend({
    matchCheckId: z.uuid(),
    finishedAt: z.iso.datetime(),
    /** Users were identified differently then, so it says nothing about now. */
    isOutdated: z.boolean(),
  })
  .meta({ id: "LastMatch" });

export type MatchView = z.infer<typeof matchView>;
export type MatchCheckView = z.infer<typeof matchCheckView>;
export type ShownMatchCheckView = z.infer<typeof shownMatchCheckView>;
export type RequestedMatchCheck = z.infer<typeof requestedMatchCheckView>;
export type LastMatchView = z.infer<typeof lastMatchView>;
export const matchCheckPage = pageOf(matchCheckView);

/** Turns a row into the view. */
export function toMatchCheckView(row: MatchCheck): MatchCheckView {
  const { startedAt: _, touchedAt: __, failedAttempts: ___, population, known, ...rest } = row;
  const isMeasured = row.state === "succeeded" && population !== null && row.sampled > 0;
  return {
    ...rest,
    requestedAt: row.requestedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    retryAt: row.retryAt?.toISOString() ?? null,
    match: isMeasured ? toMatchView({ known, sampled: row.sampled, population }) : null,
  };
}

/** Calculates the share from the counts of a sample. */
export function toMatchView(counts: Pick<MatchView, "known" | "sampled" | "population">): MatchView {
  const { known, sampled, population } = counts;
  return { known, sampled, population, ...measuredShare(known, sampled, population) };
}
