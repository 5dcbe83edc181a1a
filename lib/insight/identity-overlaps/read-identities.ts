import { storedBody, unzipBody } from "@/lib/forwarding/batches/stored-body";
import { type Mapping, whyFiltered } from "@/lib/forwarding/mapping/map-event";
import { readIdentity } from "@/lib/forwarding/mapping/read-identity";
import { pool } from "@/lib/kernel/database";
import { takeTurns } from "@/lib/kernel/event-loop-turns";
import { readCurrentsEvent } from "@/lib/vendors/braze/currents-event";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";
import { OVERLAP_FIELDS, type OverlapField } from "./overlap-facts";

/**
 * Reading ends with this many identities, batches or bytes, whichever comes first; our choice. A share of 5,000 is
 * accurate to one or two percent, and more would only cost.
 */
export const MAX_IDENTITIES = 5_000;
const MAX_BATCHES = 5_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** How many batches and bytes of bodies are in memory at a time. One batch always fits. */
const STEP_BATCHES = 500;
const STEP_BYTES = 8 * 1024 * 1024;

interface ReadIdentities extends CollectedIdentities {
  batches: number;
  hasMoreEvents: boolean;
}

/**
 * The identities in the newest batches that Braze sent to a source, forwarded or still pending. Reading ends where
 * retention has pruned the bodies.
 */
export async function readIdentities(sourceId: string, mapping: Mapping): Promise<ReadIdentities> {
  const collected = noIdentities();
  let batches = 0;
  let bytes = 0;
  let before: string | null = null;

  while (batches < MAX_BATCHES && bytes < MAX_BYTES) {
    const rows: Row[] = await readStep(sourceId, before);
    for (const { stored } of rows) {
      if (stored === null) return { ...collected, batches, hasMoreEvents: false };
      const body = await unzipBody(stored);
      await collectIdentities(collected, body, mapping);
      batches++;
      bytes += body.byteLength;
      if (isEnough(collected)) return { ...collected, batches, hasMoreEvents: true };
    }
    before = rows.at(-1)?.id ?? null;
    if (before === null) return { ...collected, batches, hasMoreEvents: false };
  }
  return { ...collected, batches, hasMoreEvents: true };
}

function isEnough({ identities }: CollectedIdentities): boolean {
  return OVERLAP_FIELDS.some((field) => identities[field].size >= MAX_IDENTITIES);
}

interface Row {
  id: string;
  /** Its body in either form. */
  stored: Buffer | null;
}

async function readStep(sourceId: string, before: string | null): Promise<Row[]> {
  const { rows } = await pool.query<Row>(STEP, [sourceId, before]);
  return rows;
}

const STEP = `
  SELECT id, stored FROM (
    SELECT id, ${storedBody("step")} AS stored, row_number() OVER newest AS place, sum(byte_size) OVER newest AS bytes
    FROM (
      SELECT * FROM batch WHERE source_id = $1 AND ($2::uuid IS NULL OR id < $2::uuid) AND NOT is_simulated
      ORDER BY id DESC LIMIT ${STEP_BATCHES}
    ) step
    WINDOW newest AS (ORDER BY id DESC)
  ) taken
  WHERE place = 1 OR bytes <= ${STEP_BYTES}
  ORDER BY id DESC`;

/** The distinct identities of each of Braze's two ids, and how many events were read. */
interface CollectedIdentities {
  events: number;
  identities: Record<OverlapField, Set<string>>;
}

/** An empty collection. */
function noIdentities(): CollectedIdentities {
  return { events: 0, identities: { external_user_id: new Set(), user_id: new Set() } };
}

/**
 * Adds the identities of one batch: those that the mapping would send to Heap, for both of the two ids. Leaves out
 * events that the source filters, anonymous users and placeholders.
 * @param body a stored batch, as received
 */
async function collectIdentities(into: CollectedIdentities, body: Buffer, mapping: Mapping): Promise<void> {
  const parsed = await parseCurrentsBody(body);
  if (parsed.kind !== "batch") return;

  const turns = takeTurns();
  for (const raw of parsed.events) {
    if (turns.isOver()) await turns.next();
    const read = readCurrentsEvent(raw);
    if (!read.ok || whyFiltered(read.event, mapping) !== null) continue;

    into.events++;
    for (const field of OVERLAP_FIELDS) {
      const identity = readIdentity(read.event, field, mapping);
      if (identity.kind === "identity") into.identities[field].add(identity.text);
    }
  }
}
