import { v7 as uuidv7 } from "uuid";
import { pool } from "@/lib/kernel/database";
import type { SegmentWebhook } from "@/lib/vendors/heap/segment-webhook";
import type { PageSource } from "./store-page";

/**
 * Keeps a request that changes nothing, so that someone can look into it: a body that does not parse, or an unknown
 * action. One row per body, however often it is sent again.
 */
export async function recordUnusablePage(
  source: Omit<PageSource, "tsMs">,
  page: Extract<SegmentWebhook, { kind: "invalid" | "ignored" }>,
): Promise<void> {
  const reason = page.kind === "invalid" ? page.message : `The action '${page.action}' is not known.`;
  const action = page.kind === "invalid" ? "unreadable" : page.action;

  await pool.query(
    `INSERT INTO page (id, customer_id, destination_id, action, dedupe_key, state, signed, reason, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (destination_id, dedupe_key) DO UPDATE SET received_at = now(), signed = EXCLUDED.signed`,
    [
      uuidv7(),
      source.destination.customerId,
      source.destination.destinationId,
      action,
      `${page.kind}:${source.digest}`,
      page.kind,
      source.signed,
      reason,
      source.rawBody,
    ],
  );
}
