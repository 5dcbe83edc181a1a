import { pool } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";
import type { NoticeChannel } from "@/prisma/generated/enums";
import { type OutgoingMessage, postWebhook, SendError, sendMail } from "./message-senders";
import type { Channels } from "./notice-channels";

/** How long a process that takes a message has to send it; then it counts as not sent and another may try. */
const CLAIM_MINUTES = 5;
const FIRST_WAIT_MINUTES = 1;
const LONGEST_WAIT_MINUTES = 60;
/** A message that nobody accepted for this long is given up. The alert stays in the portal. */
const GIVE_UP_AFTER_HOURS = 24;
/** A run begins no attempt after this. */
const RUN_SECONDS = 30;
/** How many at a time over one channel, so that one that hangs does not hold up the others. */
const AT_A_TIME = 4;

interface ClaimedMessage extends OutgoingMessage {
  customerId: string;
  /** @neverNull every message is written with its recipients, or with an empty list */
  recipients: string[];
  attempts: number;
  isOld: boolean;
}

/** Sends the messages that are due, each channel separately. @returns how many were handed over or kept */
export async function sendMessages(channels: Channels): Promise<number> {
  const deadlineMs = Date.now() + RUN_SECONDS * 1_000;
  const names: NoticeChannel[] = ["mail", "webhook"];
  const done = await Promise.all(
    names.flatMap((channel) =>
      Array.from({ length: AT_A_TIME }, () => sendAll(channel, channels, deadlineMs)),
    ),
  );
  return done.reduce((total, count) => total + count, 0);
}

async function sendAll(channel: NoticeChannel, channels: Channels, deadlineMs: number): Promise<number> {
  let done = 0;
  while (Date.now() < deadlineMs) {
    const message = await claim(channel);
    if (!message) break;
    if (await sendOne(channel, channels, message)) done++;
  }
  return done;
}

async function sendOne(
  channel: NoticeChannel,
  { mailServer, webhookUrl, portalUrl }: Channels,
  message: ClaimedMessage,
): Promise<boolean> {
  const { id: messageId, customerId } = message;
  try {
    if (channel === "webhook") {
      if (!webhookUrl) throw new SendError("ALERT_WEBHOOK_URL is no longer set.");
      await postWebhook(webhookUrl, message);
    } else if (!mailServer) {
      log.info({ messageId, customerId }, "a notice is kept in the table message: SMTP_URL is not set");
      await close(messageId, "kept", null);
      return true;
    } else {
      if (message.recipients.length === 0) throw new SendError("There is nobody to send it to.");
      await sendMail({ ...mailServer, portalUrl }, message);
    }
  } catch (err) {
    if (!(err instanceof SendError)) throw err;
    await putOff(message, err.message);
    log.warn({ messageId, customerId, attempts: message.attempts, err }, "a notice was not sent");
    return false;
  }
  await close(messageId, "sent", null);
  return true;
}

/** Takes the message that has been due longest; no other process gets it while this attempt may run. */
async function claim(channel: NoticeChannel): Promise<ClaimedMessage | undefined> {
  const { rows } = await pool.query<ClaimedMessage>(
    `UPDATE message SET attempts = attempts + 1, next_attempt_at = now() + interval '${CLAIM_MINUTES} min'
     WHERE id = (
       SELECT m.id FROM message m JOIN customer c ON c.id = m.customer_id
       WHERE m.state = 'waiting' AND m.channel = $1 AND m.next_attempt_at <= now()
         AND COALESCE(c.muted_until <= now(), true)
       ORDER BY m.next_attempt_at LIMIT 1 FOR UPDATE OF m SKIP LOCKED
     )
     RETURNING id, customer_id AS "customerId", recipients, subject, body, attempts,
               created_at < now() - interval '${GIVE_UP_AFTER_HOURS} h' AS "isOld"`,
    [channel],
  );
  return rows[0];
}

async function putOff({ id, attempts, isOld }: ClaimedMessage, error: string): Promise<void> {
  if (isOld) return close(id, "failed", error);
  const waitMinutes = Math.min(LONGEST_WAIT_MINUTES, FIRST_WAIT_MINUTES * 2 ** (attempts - 1));
  await pool.query(
    "UPDATE message SET error = $2, next_attempt_at = now() + make_interval(mins => $3) WHERE id = $1",
    [id, error, waitMinutes],
  );
}

async function close(id: string, state: "sent" | "kept" | "failed", error: string | null): Promise<void> {
  await pool.query(
    `UPDATE message SET state = $2::message_state, error = $3,
            sent_at = CASE WHEN $2 = 'sent' THEN now() END
     WHERE id = $1`,
    [id, state, error],
  );
}
