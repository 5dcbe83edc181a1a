import { BY_URGENCY } from "@/lib/insight/alerts/triage";
import { pool } from "@/lib/kernel/database";
import type { HopKind } from "@/lib/setup/proven-hops/hop-kinds";
import { HOP_OF_ALERT } from "./hop-of-alert";
import type { HopRefusal } from "./hops-view";

interface AlertRow {
  /** @neverNull these alerts are about a source or a destination */
  ownerId: string;
  kind: string;
  message: string;
  nextAction: string;
}

interface CallRow {
  sourceId: string;
  state: "refused" | "failed";
  status: number | null;
  words: string | null;
}

/**
 * What makes hops of a customer fail now: an open alert, or, where Heap has accepted nothing yet, its answer to the last
 * call, which may have been a test event. Two statements.
 * @returns by `<id of source or destination>/<hop>`
 */
export async function readRefusals(customerId: string): Promise<Map<string, HopRefusal>> {
  const [alerts, calls] = await Promise.all([
    pool.query<AlertRow>(ALERTS, [customerId, Object.keys(HOP_OF_ALERT)]),
    pool.query<CallRow>(CALLS, [customerId]),
  ]);
  const refusals = new Map<string, HopRefusal>();
  for (const { sourceId, ...call } of calls.rows) {
    refusals.set(`${sourceId}/first_event_accepted`, refusalOf(call));
  }
  // The most urgent one last, so that it is the one that counts.
  for (const { ownerId, kind, message, nextAction } of alerts.rows.toReversed()) {
    const hop = hopOf(kind);
    if (hop) refusals.set(`${ownerId}/${hop}`, { alertKind: kind, message, nextAction });
  }
  return refusals;
}

function hopOf(kind: string): HopKind | undefined {
  return HOP_OF_ALERT[kind as keyof typeof HOP_OF_ALERT];
}

function refusalOf({ state, status, words }: Omit<CallRow, "sourceId">): HopRefusal {
  const answer =
    status === null ? "it did not respond" : `it answered ${status}${words ? `: “${words}”` : ""}`;
  return state === "refused"
    ? {
        alertKind: null,
        message: `Heap refused what was sent last; ${answer}.`,
        nextAction: "Check the Heap app ID and the region of the source, then send a test event again.",
      }
    : {
        alertKind: null,
        message: `Heap did not accept what was sent last; ${answer}.`,
        nextAction:
          "Send a test event again in a moment. If it keeps failing, check the region of the source.",
      };
}

const ALERTS = `
  SELECT COALESCE(a.source_id, a.destination_id) AS "ownerId", a.kind, a.message, a.next_action AS "nextAction"
  FROM alert a
  WHERE a.customer_id = $1::uuid AND a.resolved_at IS NULL AND a.kind = ANY($2::text[])
    AND COALESCE(a.source_id, a.destination_id) IS NOT NULL
  ORDER BY ${BY_URGENCY}`;

// Once Heap has accepted something a single refusal is an event's own fault, and an alert tells of more.
const CALLS = `
  SELECT s.id AS "sourceId", call.state, call.status, call.words
  FROM source s
  CROSS JOIN LATERAL (
    SELECT d.state, d.status, d.words FROM delivery d
    WHERE d.source_id = s.id AND d.state <> 'sending' ORDER BY d.id DESC LIMIT 1
  ) call
  WHERE s.customer_id = $1::uuid AND call.state IN ('refused', 'failed')
    AND NOT EXISTS (
      SELECT FROM "check" c WHERE c.customer_id = s.customer_id AND c.source_id = s.id AND c.kind = 'first_event_accepted'
    )
    AND NOT EXISTS (SELECT FROM delivery d WHERE d.source_id = s.id AND d.state = 'accepted')`;
