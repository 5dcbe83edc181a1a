import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { prisma } from "@/lib/kernel/database";
import type { CustomerState, SegmentMode, SyncState } from "@/prisma/generated/enums";

let made = 0;

/**
 * For tests: a live customer with a source and a destination, and ways to give it everything that decides its health.
 */
export async function makeScene(wish: { name?: string; ownerId?: string; state?: CustomerState } = {}) {
  const appId = String(++made);
  const heapApp = `us:${appId}`;
  const customer = await prisma.customer.create({
    data: { name: `Customer ${appId}`, state: "live", ...wish },
  });
  const customerId = customer.id;
  const source = await prisma.source.create({
    data: {
      customerId,
      name: "Currents",
      heapAppId: appId,
      heapRegion: "us",
      heapApp,
      identityField: "external_user_id",
    },
  });
  const destination = await prisma.destination.create({
    data: { customerId, name: "Cohorts", brazeInstance: "US-01" },
  });
  const ids = { customerId, sourceId: source.id, destinationId: destination.id };

  return {
    ...ids,
    heapApp,

    /** A finished batch of 2,000 events, forwarded except for those quarantined. */
    addBatch({ quarantined = 0, receivedAt = new Date(), isSimulated = false }) {
      return prisma.batch.create({
        data: {
          id: uuidv7({ msecs: receivedAt.getTime() }),
          customerId,
          sourceId: source.id,
          digest: randomBytes(32),
          byteSize: 2,
          state: "done",
          doneAt: receivedAt,
          accepted: 2_000,
          forwarded: 2_000 - quarantined,
          quarantined,
          isSimulated,
          receivedAt,
        },
      });
    },

    /** About the destination, or about the source if it is given. */
    addAlert(alert: {
      kind: string;
      message: string;
      openedAt?: Date;
      segmentId?: string;
      sourceId?: string;
    }) {
      return prisma.alert.create({
        data: {
          ...alert,
          customerId,
          destinationId: alert.sourceId ? undefined : destination.id,
          subject: `${++made}`,
          nextAction: "Do this.",
        },
      });
    },

    addSegment({ mode = "manual", lastPageAt }: { mode?: SegmentMode; lastPageAt?: Date }) {
      const heapSegmentId = `${++made}`;
      return prisma.segment.create({
        data: {
          customerId,
          destinationId: destination.id,
          heapSegmentId,
          name: `Segment ${heapSegmentId}`,
          mode,
          lastPageAt,
        },
      });
    },

    addSync(segmentId: string, state: SyncState) {
      return prisma.sync.create({
        data: { ...ids, sourceId: undefined, segmentId, trigger: "delta", state, requestedBy: "Heap" },
      });
    },

    /** An owed member, or one that Braze refused. */
    addMember(segmentId: string, member: { userKey: string; refused?: string }) {
      return prisma.member.create({ data: { ...member, segmentId, wanted: true, taskOrder: 1 } });
    },
  };
}

export type HealthScene = Awaited<ReturnType<typeof makeScene>>;
