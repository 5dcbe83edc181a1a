import { v7 as uuidv7 } from "uuid";
import { pool } from "@/lib/kernel/database";
import { type FunctionsState, readFunctionsState } from "@/lib/kernel/heartbeat";
import { log } from "@/lib/kernel/log";
import { postWebhook, SendError, sendMail } from "./message-senders";
import type { Channels } from "./notice-channels";

const STOPPED = {
  subject: "[Tributary] Background work has stopped",
  body: `Tributary’s background work has not run for more than two minutes. What Braze and Heap send is still stored, but nothing is forwarded, synced or checked for alerts until it runs again. Then everything continues automatically.

What to do: see "Troubleshoot" in docs/operations.md. With Inngest: is the app in its list, and do INNGEST_SIGNING_KEY and INNGEST_BASE_URL agree on both sides? With the embedded engine: look at the log of the process.`,
};

const AGAIN = {
  subject: "[Tributary] Background work is running again",
  body: "Background work is running again and is catching up. There is nothing to do.",
};

/**
 * Tells all admins once when the functions have stopped, and once when they run again. A function that does not run
 * cannot say so, so the process itself calls this. Of several processes one tells.
 * @throws when the database does not answer
 */
export async function tellFunctionsStopped(channels: Channels): Promise<void> {
  const { state } = await readFunctionsState();
  if (!(await claim(state))) return;

  const isStopped = state === "stopped";
  if (isStopped) log.error("the functions have not run for two minutes");
  else log.info("the functions are running again");
  try {
    await send(isStopped ? STOPPED : AGAIN, channels);
  } catch (err) {
    if (!(err instanceof SendError)) throw err;
    log.warn({ err }, "the admins could not be told about the functions; trying again");
    await pool.query(`UPDATE functions_heartbeat SET told_at = ${isStopped ? "NULL" : "now()"}`);
  }
}

/** Whether this is to be told now, by us: the first process that writes it down tells it. */
async function claim(state: FunctionsState["state"]): Promise<boolean> {
  const { rowCount } = await pool.query(
    state === "stopped"
      ? "UPDATE functions_heartbeat SET told_at = now() WHERE told_at IS NULL"
      : "UPDATE functions_heartbeat SET told_at = NULL WHERE told_at IS NOT NULL",
  );
  return rowCount === 1;
}

async function send(words: { subject: string; body: string }, channels: Channels): Promise<void> {
  const { mailServer, webhookUrl, portalUrl } = channels;
  const { rows } = await pool.query<{ email: string }>(
    `SELECT email FROM "user" WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id`,
  );
  const recipients = rows.map(({ email }) => email);
  const message = { id: uuidv7(), recipients, ...words };
  if (webhookUrl) await postWebhook(webhookUrl, { ...message, body: `${words.subject}\n\n${words.body}` });
  if (mailServer && recipients.length > 0) await sendMail({ ...mailServer, portalUrl }, message);
}
