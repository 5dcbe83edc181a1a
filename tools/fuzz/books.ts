import { pool } from "@/lib/kernel/database";
import type { FuzzCase } from "./case";
import type { Tenants } from "./tenants";

const SETTLE_TIMEOUT_SECONDS = 240;

/** Records what the senders were told, by source: the books must say the same. */
export class Promised {
  /** Events of each body, by its digest: the same body twice makes one batch. */
  private readonly events = new Map<string, Map<string, number>>();
  private readonly good = new Map<string, Set<string>>();

  /** Notes an accepted batch. */
  add({ sourceId, digest, events, goodIds }: NonNullable<FuzzCase["batch"]>): void {
    this.eventsOf(sourceId).set(digest, events);
    for (const id of goodIds) this.goodOf(sourceId).add(id);
  }

  countOf(sourceId: string): number {
    return [...this.eventsOf(sourceId).values()].reduce((sum, count) => sum + count, 0);
  }

  goodOf(sourceId: string): Set<string> {
    const ids = this.good.get(sourceId) ?? new Set();
    this.good.set(sourceId, ids);
    return ids;
  }

  private eventsOf(sourceId: string): Map<string, number> {
    const batches = this.events.get(sourceId) ?? new Map<string, number>();
    this.events.set(sourceId, batches);
    return batches;
  }
}

interface Books {
  accepted: number;
  pending: number;
  settled: number;
}

/**
 * Waits until nothing is pending that may flow, and no sync of the neighbour is running; the API's customers may be
 * left with work, because the requests may have paused them. Gives up after some minutes.
 */
export async function untilSettled(tenants: Tenants, say: (line: string) => void): Promise<boolean> {
  const sourceIds = [...tenants.sources, tenants.neighbour.source]
    .filter(({ isPaused, isOpen }) => isOpen && !isPaused)
    .map(({ id }) => id);
  const deadlineMs = Date.now() + SETTLE_TIMEOUT_SECONDS * 1_000;
  while (Date.now() < deadlineMs) {
    const { rows } = await pool.query<{ pending: number; syncs: number; owed: number }>(
      `SELECT (SELECT count(*)::int FROM batch WHERE state <> 'done' AND source_id = ANY($1)) AS pending,
              (SELECT count(*)::int FROM sync y JOIN segment s ON s.id = y.segment_id
               WHERE y.state IN ('queued', 'running') AND s.destination_id = $2) AS syncs,
              (SELECT count(*)::int FROM member m JOIN segment s ON s.id = m.segment_id
               WHERE s.destination_id = $2 AND m.wanted IS DISTINCT FROM m.acked) AS owed`,
      [sourceIds, tenants.neighbour.destination.id],
    );
    const { pending = 0, syncs = 0, owed = 0 } = rows[0] ?? {};
    if (pending === 0 && syncs === 0 && owed === 0) return true;
    say(
      `waiting: ${pending} batches pending, ${syncs} syncs under way, ${owed} of the neighbour's members owed`,
    );
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
  return false;
}

/**
 * Compares the books with what was answered and what arrived.
 * @param heapKeysOf the ids that Heap has for an app
 * @returns what does not match, in words
 */
export async function auditBooks(
  tenants: Tenants,
  promised: Promised,
  heapKeysOf: (heapAppId: string) => ReadonlySet<string>,
): Promise<string[]> {
  const problems: string[] = [];
  for (const source of tenants.sources) {
    const books = await readBooks(source.id);
    const count = promised.countOf(source.id);
    if (books.accepted !== count) {
      problems.push(`${source.name}: ${count} events were accepted, the books say ${books.accepted}`);
    }
    if (books.accepted !== books.pending + books.settled)
      problems.push(`${source.name}: the books do not balance`);
    if (!source.isOpen || source.isPaused) continue;

    if (books.pending > 0) problems.push(`${source.name}: ${books.pending} events are stuck`);
    const arrived = heapKeysOf(source.heapAppId);
    const missing = [...promised.goodOf(source.id)].filter((id) => !arrived.has(id));
    if (missing.length > 0) problems.push(`${source.name}: ${missing.length} good events did not reach Heap`);
  }
  return problems;
}

async function readBooks(sourceId: string): Promise<Books> {
  const { rows } = await pool.query<Books>(
    `SELECT COALESCE(sum(accepted), 0)::int AS accepted, COALESCE(sum(accepted) FILTER (WHERE state <> 'done'), 0)::int AS pending,
            COALESCE(sum(forwarded + filtered + duplicate + quarantined), 0)::int AS settled
     FROM batch WHERE source_id = $1`,
    [sourceId],
  );
  return rows[0] ?? { accepted: 0, pending: 0, settled: 0 };
}

/**
 * Compares each segment's counts with its members, whichever pages made them.
 * @returns what does not match, in words
 */
export async function auditSegments(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; counted: string }>(
    `SELECT s.name, concat_ws(', ', s.wanted_count, s.acked_count, 'counted', m.wanted, m.acked) AS counted
     FROM segment s,
       LATERAL (SELECT count(*) FILTER (WHERE wanted) AS wanted, count(*) FILTER (WHERE acked) AS acked
                FROM member WHERE segment_id = s.id) m
     WHERE s.wanted_count <> m.wanted OR s.acked_count <> m.acked`,
  );
  return rows.map(({ name, counted }) => `segment ${name}: its counts do not match its members (${counted})`);
}
