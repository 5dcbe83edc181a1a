import type pg from "pg";

/** How customers are, told so that two readings can be compared, whichever version reads its tables. */
interface Facts {
  facts: ReadonlyMap<string, string>;
  events: number;
  members: number;
}

interface Row {
  fact: string;
  count: number;
  /** Of everything that is counted, so that nothing can be exchanged for something else. */
  digest: string;
}

const EVENTS = `
  SELECT c.name || ', events ' || e.outcome || COALESCE(': ' || e.reason, '') AS fact, count(*)::int AS count,
         md5(string_agg(concat_ws(' ', e.batch_id, e.index, e.event_id, e.type, e.identity, e.field), ',' ORDER BY e.batch_id, e.index)) AS digest
  FROM event e JOIN customer c ON c.id = e.customer_id WHERE c.id = ANY($1) GROUP BY 1`;
const BATCHES = `
  SELECT c.name || ', batches ' || b.state AS fact, sum(b.accepted)::int AS count,
         md5(string_agg(concat_ws(' ', b.id, encode(b.digest, 'hex'), b.accepted, b.forwarded, b.filtered, b.duplicate, b.quarantined), ',' ORDER BY b.id)) AS digest
  FROM batch b JOIN customer c ON c.id = b.customer_id WHERE c.id = ANY($1) GROUP BY 1`;
const MEMBERS = `
  SELECT c.name || ', members of ' || g.name AS fact, count(*) FILTER (WHERE m.wanted)::int AS count,
         md5(string_agg(concat_ws(' ', m.user_key, m.wanted, m.acked), ',' ORDER BY m.user_key COLLATE "C")) AS digest
  FROM member m JOIN segment g ON g.id = m.segment_id JOIN customer c ON c.id = g.customer_id
  WHERE c.id = ANY($1) AND (m.wanted OR m.acked) GROUP BY 1`;
const ALERTS = `
  SELECT c.name || ', alert ' || a.kind AS fact, count(*)::int AS count,
         md5(string_agg(concat_ws(' ', a.subject, a.opened_at), ',' ORDER BY a.subject COLLATE "C")) AS digest
  FROM alert a JOIN customer c ON c.id = a.customer_id WHERE c.id = ANY($1) AND a.resolved_at IS NULL GROUP BY 1`;

/** Reads what became of these customers' events, who is in their segments, and which alerts are open. */
export async function readFacts(sql: pg.Client, customerIds: readonly string[]): Promise<Facts> {
  const read = async (text: string) => (await sql.query<Row>(text, [customerIds])).rows;
  const events = await read(EVENTS);
  const members = await read(MEMBERS);
  const rows = [...events, ...(await read(BATCHES)), ...members, ...(await read(ALERTS))];
  return {
    facts: new Map(rows.map(({ fact, count, digest }) => [fact, `${count} (${digest.slice(0, 8)})`])),
    events: sumOf(events),
    members: sumOf(members),
  };
}

function sumOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}
