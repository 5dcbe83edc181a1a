import { z } from "zod";

/**
 * What makes quarantined events one issue, in SQL: the field that decided and the reason. A hash, so that
 * an address and a replay can name it without repeating what Heap said.
 * @param event the name of the event's row
 */
export function issueOf(event: string): string {
  return `md5(COALESCE(${event}.field, '') || chr(10) || COALESCE(${event}.reason, ''))`;
}

/** An issue as an address or a replay names it. */
export const issueInput = z.string().regex(/^[0-9a-f]{32}$/, "must be the 'issue' of a quarantined event");
