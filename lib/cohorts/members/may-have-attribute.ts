import { IS_OWED } from "@/lib/kernel/is-owed";

/**
 * Whether Braze may have a segment's attribute, with whatever value, for its `member m`, in SQL, unless Braze refused to take it away.
 * Who left has it as `false` (`present`), or nobody knows yet (`acked` is null).
 */
export const MAY_HAVE_ATTRIBUTE =
  "(m.attribute_state <> 'absent' OR m.acked IS DISTINCT FROM false) AND m.refused IS NULL";

/** Whether the attribute of a segment `s` is being taken away from everybody, in SQL. */
export const IS_CLEARING = "(s.mode = 'off' AND s.clear_asked_at IS NOT NULL)";

/** How many members a sync of a segment `s` has ahead of it, in SQL. */
export const TO_SEND_COUNT = `CASE WHEN ${IS_CLEARING}
  THEN (SELECT count(*) FROM member m WHERE m.segment_id = s.id AND ${MAY_HAVE_ATTRIBUTE})
  ELSE (SELECT count(*) FROM member m WHERE m.segment_id = s.id AND ${IS_OWED}) END`;
