import { z } from "zod";

const count = z.int().min(0);

/** What entries that were not taken look like, most frequent first; values are masked. */
export const shapesView = z.array(z.strictObject({ shape: z.string(), count }));

/** What became of the users in Heap's newest change of a segment that named any. */
export const tallyView = z
  .strictObject({
    at: z.iso.datetime(),
    /** Entries in the lists of its pages. */
    entries: count,
    /** Entries without a usable user key: nobody was taken for them. */
    untaken: count,
    /** Entries whose user the same page had named before. */
    repeated: count,
    /** Keys taken without the space around them. */
    trimmed: count,
    shapes: shapesView,
  })
  .meta({ id: "PageTally" });

type TallyView = z.infer<typeof tallyView>;

/** The newest task of segment `s` that named anybody, as rows `t`. */
export const NEWEST_TASK_WITH_ENTRIES = `
  SELECT t.* FROM task t WHERE t.segment_id = s.id AND t.entries > 0 ORDER BY t.task_order DESC LIMIT 1`;

/** What entries of task `t` look like that were not taken, as JSON, at most five shapes. */
const SHAPES_OF_TASK = `(
  SELECT COALESCE(json_agg(json_build_object('shape', seen.shape, 'count', seen.count)), '[]')
  FROM (
    SELECT e->>'shape' AS shape, sum((e->>'count')::int)::int AS count
    FROM page p CROSS JOIN LATERAL jsonb_array_elements(p.shapes) e
    WHERE p.task_id = t.id AND p.untaken > 0
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5
  ) seen)`;

/** The tally of segment `s`, as JSON; null before Heap named anybody. */
export const LAST_TALLY = `(
  SELECT json_build_object('at', t.last_page_at, 'entries', t.entries, 'untaken', t.untaken, 'repeated', t.repeated,
           'trimmed', t.trimmed, 'shapes', CASE WHEN t.untaken > 0 THEN ${SHAPES_OF_TASK} ELSE '[]' END)
  FROM (${NEWEST_TASK_WITH_ENTRIES}) t)`;

/** Turns the result of `LAST_TALLY` into the view. */
export function toTallyView(row: TallyView | null): TallyView | null {
  return row && { ...row, at: new Date(row.at).toISOString() };
}
