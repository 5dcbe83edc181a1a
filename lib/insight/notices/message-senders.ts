import { createTransport } from "nodemailer";

/** A message as it goes out. */
export interface OutgoingMessage {
  id: string;
  recipients: string[];
  subject: string;
  body: string;
}

/** How long a whole attempt may take; neither a mail server nor a webhook needs it. */
const ATTEMPT_SECONDS = 30;
const QUIET_SECONDS = 10;

/** A message could not be handed over; `message` says why and contains neither an address nor a secret. */
export class SendError extends Error {
  override readonly name = "SendError";
}

/**
 * Hands a message to the mail server. Its Message-ID comes from the message, so that a repeat after a lost answer is
 * recognized.
 * @throws SendError when the server refused it for every recipient, or did not answer in time
 */
export async function sendMail(
  server: { url: string; from: string; portalUrl: string },
  message: OutgoingMessage,
): Promise<void> {
  const address = new URL(server.url);
  for (const name of ["connectionTimeout", "greetingTimeout", "socketTimeout"]) {
    if (!address.searchParams.has(name)) address.searchParams.set(name, String(QUIET_SECONDS * 1_000));
  }
  const transport = createTransport(address.href);

  try {
    await within(
      transport.sendMail({
        from: server.from,
        to: message.recipients,
        subject: message.subject,
        text: message.body,
        messageId: `<${message.id}@${new URL(server.portalUrl).hostname}>`,
        headers: { "Auto-Submitted": "auto-generated" },
        disableFileAccess: true,
        disableUrlAccess: true,
      }),
    );
  } catch (err) {
    throw new SendError(`The mail server did not accept it: ${reasonOf(err)}`);
  } finally {
    transport.close();
  }
}

/**
 * Posts a message to a webhook that takes Slack's form, `{ "text" }`.
 * @throws SendError for any answer other than 2xx, and when none came in time
 */
export async function postWebhook(url: string, message: OutgoingMessage): Promise<void> {
  let status: number;
  try {
    const res = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: message.body }),
      redirect: "manual",
      signal: AbortSignal.timeout(QUIET_SECONDS * 1_000),
    });
    status = res.status;
    await res.body?.cancel();
  } catch (err) {
    throw new SendError(`The webhook did not respond: ${reasonOf((err as Error).cause ?? err)}`);
  }
  if (status < 200 || status > 299) throw new SendError(`The webhook answered ${status}.`);
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error(), { code: "ETIMEDOUT" })),
      ATTEMPT_SECONDS * 1_000,
    );
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** Codes only: a server's text quotes addresses, a network error's the webhook's secret. */
function reasonOf(err: unknown): string {
  const { code, responseCode, name } = err as { code?: unknown; responseCode?: unknown; name?: unknown };
  const known = [responseCode, code].filter((part) => typeof part === "string" || typeof part === "number");
  return known.length > 0 ? known.join(" ") : String(name ?? "unknown");
}
