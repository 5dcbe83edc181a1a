import { IDENTIFIER_KIND } from "@/lib/cohorts/members/identifier-of-members";
import type { NotJoined, Sql } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { heldBy, holdsOf } from "@/lib/kernel/holds/hold-rule";
import { HOLD_WORDS, segmentHoldWords } from "@/lib/kernel/holds/team-words";
import { membershipClientOf } from "@/lib/vendors/braze/membership-gateway";
import type { CustomerState, DestinationKind, IdentifierKind, SegmentMode } from "@/prisma/generated/enums";
import type { Obstacle } from "./dry-run-view";

/** The facts that decide whether a sync of a segment would succeed. */
export interface PushFacts {
  mode: SegmentMode;
  customerState: CustomerState;
  isDestinationPaused: boolean;
  /** What is wrong with the credentials before any call; null when they are complete. */
  missingKey: string | null;
  /** Braze's last answer to the key, as an alert that is still open. */
  refusedKey: Obstacle | null;
}

/** Decides what blocks a sync, in the order to resolve it. */
export function obstaclesOf(facts: PushFacts): Obstacle[] {
  const obstacles: Obstacle[] = holdsOf(facts).map((hold) => ({
    message: segmentHoldWords(hold),
    nextAction: `${HOLD_WORDS[hold].undo} in Setup.`,
  }));
  if (facts.mode === "off") {
    obstacles.push({
      message: "The segment is off, so Sync now is refused and no schedule applies.",
      nextAction: "Set the segment to manual or recurring.",
    });
  }
  if (facts.missingKey !== null) {
    obstacles.push({
      message: "A key is missing, so a sync would fail before its first call.",
      nextAction: facts.missingKey,
    });
  } else if (facts.refusedKey) {
    obstacles.push(facts.refusedKey);
  }
  return obstacles;
}

interface RefusedColumns {
  refusedMessage: string;
  refusedAction: string;
}

type Row = Omit<PushFacts, "missingKey" | "refusedKey"> & {
  customerId: string;
  brazeInstance: string;
  kind: DestinationKind;
  identifierKind: IdentifierKind;
  dataImportKeyEnc: string | null;
  restApiKeyEnc: string | null;
} & (RefusedColumns | NotJoined<RefusedColumns>);

/** Reads the facts of one segment. */
export async function readPushFacts(sql: Sql, segmentId: string): Promise<PushFacts> {
  const { rows } = await sql.query<Row>(
    `SELECT s.mode, c.state AS "customerState", ${heldBy("destination_paused")} AS "isDestinationPaused",
            d.customer_id AS "customerId", d.braze_instance AS "brazeInstance",
            d.kind, ${IDENTIFIER_KIND} AS "identifierKind", d.data_import_key_enc AS "dataImportKeyEnc",
            d.rest_api_key_enc AS "restApiKeyEnc", a.message AS "refusedMessage", a.next_action AS "refusedAction"
     FROM segment s JOIN destination d ON d.id = s.destination_id JOIN customer c ON c.id = s.customer_id
     LEFT JOIN alert a ON a.customer_id = c.id AND a.kind = 'braze_key_refused' AND a.subject = d.id::text
                      AND a.resolved_at IS NULL
     WHERE s.id = $1::uuid`,
    [segmentId],
  );
  const [row] = rows;
  if (!row) throw new TributaryError("not_found", "There is no such segment.");

  return {
    mode: row.mode,
    customerState: row.customerState,
    isDestinationPaused: row.isDestinationPaused,
    missingKey: missingKeyOf(row),
    refusedKey:
      row.refusedMessage === null ? null : { message: row.refusedMessage, nextAction: row.refusedAction },
  };
}

/** In the words a sync would fail with. */
function missingKeyOf(destination: Parameters<typeof membershipClientOf>[0]): string | null {
  try {
    membershipClientOf(destination);
    return null;
  } catch (err) {
    if (err instanceof TributaryError) return err.message;
    throw err;
  }
}
