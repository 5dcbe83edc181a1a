import { pool } from "@/lib/kernel/database";

/** Braze takes 255 characters (User track page); people must be able to read it in a list. Our choice. */
const MAX_NAME_CHARACTERS = 100;

/** PostgreSQL's code for a value that is there already. */
const UNIQUE_VIOLATION = "23505";

interface UnnamedSegment {
  name: string;
  heapSegmentId: string;
  /** What the name begins with. */
  prefix: string;
  /** The names of the customer's other attributes. */
  taken: string[];
}

/**
 * Chooses the custom attribute of a segment, unless it has one or its destination writes cohorts. It stays the segment's whatever the
 * segment is called later: in Braze another name is another attribute, and the old one would stay on everybody.
 */
export async function nameAttribute(segmentId: string): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<UnnamedSegment>(
      `SELECT s.name, s.heap_segment_id AS "heapSegmentId", d.attribute_prefix AS prefix, ARRAY(
                SELECT o.attribute_name FROM segment o
                WHERE o.customer_id = s.customer_id AND o.attribute_name IS NOT NULL) AS taken
       FROM segment s JOIN destination d ON d.id = s.destination_id
       WHERE s.id = $1 AND d.kind = 'attribute' AND s.attribute_name IS NULL`,
      [segmentId],
    );
    if (!rows[0]) return;

    try {
      await pool.query("UPDATE segment SET attribute_name = $2 WHERE id = $1 AND attribute_name IS NULL", [
        segmentId,
        attributeNameOf(rows[0]),
      ]);
      return;
    } catch (err) {
      // Another segment of the customer took the name in the meantime.
      if (!isTaken(err)) throw err;
    }
  }
}

/** A name from the destination's prefix and the segment's name: `heap_trial_users`, or `heap_trial_users_2` if that is taken. Without Latin letters, from its id. */
export function attributeNameOf({ name, heapSegmentId, prefix, taken }: UnnamedSegment): string {
  const base = `${prefix}${wordsOf(name) || `segment_${wordsOf(heapSegmentId)}`}`.slice(
    0,
    MAX_NAME_CHARACTERS,
  );
  const used = new Set(taken);
  if (!used.has(base)) return base;

  for (let number = 2; ; number++) {
    const ending = `_${number}`;
    const numbered = base.slice(0, MAX_NAME_CHARACTERS - ending.length) + ending;
    if (!used.has(numbered)) return numbered;
  }
}

/** Accents fall away; whatever else is no letter or digit becomes one line. */
function wordsOf(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (plain.match(/[a-z0-9]+/g) ?? []).join("_");
}

function isTaken(err: unknown): boolean {
  return err instanceof Error && "code" in err && err.code === UNIQUE_VIOLATION;
}
