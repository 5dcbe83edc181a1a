import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";
import type { DeletionRequest, DeletionStep } from "@/prisma/generated/client";
import { DeletionParty, DeletionPhase, DeletionState, DeletionStepState } from "@/prisma/generated/enums";

const moment = z.iso.datetime();

/** What one party does: Tributary, a Heap app, a Braze workspace. */
const stepView = z.strictObject({
  id: z.uuid(),
  party: z.enum(DeletionParty),
  name: z.string(),
  /** `asked`: the vendor works on it. `left`: a person has to look, but it is no fault. */
  state: z.enum(DeletionStepState),
  /** What happened last, and what to do. */
  words: z.string().nullable(),
  /** The vendor's id of the deletion. */
  askedId: z.string().nullable(),
  /** Failed attempts in a row, and when the next one is. */
  attempts: z.int(),
  nextAt: moment,
  finishedAt: moment.nullable(),
});

/**
 * A request to delete a user that Braze posted, as the API returns it. It does not reveal the person; the event does, until
 * it is erased.
 */
export const deletionRequestView = z
  .strictObject({
    id: z.uuid(),
    sourceId: z.uuid(),
    sourceName: z.string(),
    /** The event that it came by first. */
    batchId: z.uuid(),
    index: z.int(),
    fingerprint: z.string(),
    state: z.enum(DeletionState),
    /** Why it failed or was refused. */
    words: z.string().nullable(),
    phase: z.enum(DeletionPhase),
    /** How often it was asked for again. */
    repeats: z.int(),
    receivedAt: moment,
    /** One month after its receipt: GDPR, article 12(3). */
    dueAt: moment,
    startedBy: z.string().nullable(),
    startedAt: moment.nullable(),
    finishedAt: moment.nullable(),
    /** Since when data of the person is taken again. */
    liftedAt: moment.nullable(),
    steps: z.array(stepView),
  })
  .meta({ id: "DeletionRequest" });

export type DeletionRequestView = z.infer<typeof deletionRequestView>;
export type DeletionStepView = z.infer<typeof stepView>;
export const deletionRequestPage = pageOf(deletionRequestView);

/** A row with its source's name and its steps. */
export interface RequestRow {
  request: DeletionRequest;
  sourceName: string;
  steps: readonly DeletionStep[];
}

/** Turns a row into the view. */
export function toDeletionRequestView({ request, sourceName, steps }: RequestRow): DeletionRequestView {
  const { id, sourceId, batchId, index, fingerprint, state, words, phase, repeats, startedBy } = request;
  return {
    ...{ id, sourceId, sourceName, batchId, index, fingerprint, state, words, phase, repeats, startedBy },
    receivedAt: request.receivedAt.toISOString(),
    dueAt: request.dueAt.toISOString(),
    startedAt: request.startedAt?.toISOString() ?? null,
    finishedAt: request.finishedAt?.toISOString() ?? null,
    liftedAt: request.liftedAt?.toISOString() ?? null,
    steps: steps.map(toStepView),
  };
}

function toStepView(step: DeletionStep): DeletionStepView {
  const { id, party, name, state, words, askedId, attempts, nextAt, finishedAt } = step;
  return {
    ...{ id, party, name, state, words, askedId, attempts },
    nextAt: nextAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
