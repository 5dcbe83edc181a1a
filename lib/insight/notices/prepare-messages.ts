import { inTransaction } from "@/lib/kernel/database";
import { formMessages } from "./form-messages";
import { type Channels, channelNames } from "./notice-channels";
import { planNotices } from "./plan-notices";

/** The advisory lock for planning notices. */
const LOCK = 4_011_002;

/**
 * Finds out what to announce and puts notices that have waited long enough into messages; one transaction, one at a
 * time.
 * @returns how many messages were formed; also 0 when another process is doing it
 */
export async function prepareMessages(channels: Channels): Promise<number> {
  return inTransaction(async (sql) => {
    const { rows } = await sql.query<{ isMine: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS "isMine"',
      [LOCK],
    );
    if (!rows[0]?.isMine) return 0;

    const names = channelNames(channels);
    await planNotices(sql, names);
    return formMessages(sql, names, channels.portalUrl);
  });
}
