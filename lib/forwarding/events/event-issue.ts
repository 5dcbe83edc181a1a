import { z } from "zod";

/**
 * What makes quarantined events one issue, in SQL over an `event e`: the field that decided and the reason. A hash, so that
 * an address and a replay can name it without repeating what Heap said.
 */
export const ISSUE_OF_EVENT = "md5(COALESCE(e.field, '') || chr(10) || COALESCE(e.reason, ''))";

/** An issue as an address or a replay names it. */
export const issueInput = z.string().regex(/^[0-9a-f]{32}$/, "must be the 'issue' of a quarantined event");
