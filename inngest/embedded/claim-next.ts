import { inTransactionOf, type Queryable } from "@/lib/kernel/database";
import type { EngineContext } from "./context";
import { mustMakeRoom, nextShare, type Share } from "./next-share";
import type { RunState } from "./run-state";
import { claimRun } from "./run-store";

/** First key of the advisory locks under which a lane's runs are claimed one after the other. */
const LANE_LOCKS = 7_261_003;

/** Takes the run of a lane whose turn it is and loads it. Null when none is due or no share has room. */
export async function claimNext(
  owner: Pick<EngineContext, "pool" | "processId">,
  lane: string,
): Promise<RunState | null> {
  return inTransactionOf(owner.pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [LANE_LOCKS, lane]);
    const share = nextShare(await readShares(client, lane));
    if (!share) return null;

    const { rows } = await client.query<{ id: string }>(TAKE_TURN, [lane, share.key]);
    const [first] = rows;
    if (!first) return null;
    return claimRun({ pool: client, processId: owner.processId }, first.id);
  });
}

const TAKE_TURN = `
WITH first AS (
  SELECT id FROM engine_run WHERE lane = $1 AND share_key = $2 AND status = 'queued' AND wake_at <= now()
  ORDER BY wake_at, event_seq LIMIT 1
), turn AS (
  INSERT INTO engine_turn (lane, share_key, served_at) VALUES ($1, $2, clock_timestamp())
  ON CONFLICT (lane, share_key) DO UPDATE SET served_at = excluded.served_at
)
SELECT id FROM first`;

/** Whether a run under way has to make room for others of its lane; see `mustMakeRoom`. */
export async function hasToMakeRoom(ctx: EngineContext, run: RunState): Promise<boolean> {
  if (!run.share) return false;
  const { lane, key } = run.share;
  return mustMakeRoom(await readShares(ctx.pool, lane), key, ctx.isLaneFull(lane));
}

interface ShareRow extends Share {
  /** @neverNull a run with a lane has a share */
  key: string;
  /** @neverNull a run with a lane has a share */
  limit: number;
}

async function readShares(client: Queryable, lane: string): Promise<Share[]> {
  const { rows } = await client.query<ShareRow>(SHARES, [lane]);
  return rows;
}

const SHARES = `
SELECT r.share_key AS key, max(r.share_limit) AS "limit",
  count(*) FILTER (WHERE r.status = 'running')::int AS running,
  count(*) FILTER (WHERE r.status = 'queued')::int AS due,
  coalesce(extract(epoch FROM max(t.served_at)), 0)::float8 AS "servedAt"
FROM engine_run r LEFT JOIN engine_turn t ON t.lane = r.lane AND t.share_key = r.share_key
WHERE r.lane = $1 AND (r.status = 'running' OR r.status = 'queued' AND r.wake_at <= now())
GROUP BY r.share_key`;
