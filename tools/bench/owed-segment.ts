import { queueSync } from "@/lib/cohorts/syncs/queue-sync";
import { runSyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import { inTransaction, pool, prisma } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { SANDBOX_INSTANCE } from "@/lib/vendors/braze/instances";
import type { DestinationKind } from "@/prisma/generated/enums";
import { asOwner } from "../testing/owner";
import { readSandbox } from "./sandbox-control";

/** A destination in a workspace of its own in the sandbox. */
export interface BenchDestination {
  id: string;
  customerId: string;
  kind: DestinationKind;
  /** Of the sandbox: also the Data Import Key of a destination of cohorts. */
  workspaceKey: string;
}

/** Makes a destination of this customer, or of a new one. */
export async function makeDestination(
  name: string,
  kind: DestinationKind = "cohort",
  ofCustomerId?: string,
): Promise<BenchDestination> {
  const workspaceKey = `sandbox-bench-${name}`;
  const customerId =
    ofCustomerId ?? (await prisma.customer.create({ data: { name: "Cohorts", state: "live" } })).id;
  const { id } = await prisma.destination.create({
    data: {
      customerId,
      name: "Production",
      brazeInstance: SANDBOX_INSTANCE,
      kind,
      dataImportKeyEnc: encryptSecret(workspaceKey, { customerId, field: "data_import_key" }),
      restApiKeyEnc:
        kind === "attribute"
          ? encryptSecret(`sandbox-rest-bench-${name}`, { customerId, field: "rest_api_key" })
          : null,
    },
  });
  return { id, customerId, kind, workspaceKey };
}

/** Makes a segment whose members are all still owed to Braze. */
export async function makeOwedSegment(
  destination: { id: string; customerId: string },
  name: string,
  memberCount: number,
): Promise<string> {
  const { id } = await prisma.segment.create({
    data: {
      customerId: destination.customerId,
      destinationId: destination.id,
      heapSegmentId: name,
      name,
      mode: "manual",
      wantedCount: memberCount,
    },
  });
  await pool.query(
    `INSERT INTO member (segment_id, user_key, wanted, task_order)
     SELECT $1, 'user-' || lpad(number::text, 9, '0'), true, 1 FROM generate_series(1, $2::int) AS number`,
    [id, memberCount],
  );
  await asOwner("ANALYZE member");
  return id;
}

/**
 * Syncs such a segment to the end and compares what arrived with what was recorded.
 * @throws Error when the two differ, or when something held up the sync
 */
export async function pushAll(
  destination: BenchDestination,
  segmentId: string,
  memberCount: number,
): Promise<void> {
  const { syncId } = await inTransaction((sql) =>
    queueSync(sql, { segmentId, trigger: "manual", requestedBy: "benchmark" }),
  );
  for (let done = false; !done; ) {
    const slice = await runSyncSlice(syncId);
    if (slice.waitSeconds > 0)
      throw new Error("the sandbox refused a call; nothing should hold the sync back");
    done = slice.done;
  }

  const { ackedCount, attributeName } = await prisma.segment.findUniqueOrThrow({ where: { id: segmentId } });
  const { kind, workspaceKey } = destination;
  const cohort = await readSandbox<{ sent: number }>(
    `braze/${workspaceKey}/${kind === "cohort" ? `cohorts/${segmentId}` : `attributes/${attributeName}`}`,
  );
  if (cohort.sent !== memberCount || ackedCount !== memberCount) {
    throw new Error(`of ${memberCount} members ${cohort.sent} arrived and ${ackedCount} were recorded`);
  }
}

export async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1_000;
}
