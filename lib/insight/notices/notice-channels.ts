import { env } from "@/lib/kernel/env";
import { portalUrl } from "@/lib/kernel/own-addresses";
import type { NoticeChannel } from "@/prisma/generated/enums";

/** The channels for notices in this deployment. */
export interface Channels {
  /** Null: mails stay in the table `message`. */
  mailServer: { url: string; from: string } | null;
  webhookUrl: string | null;
  /** Where people open the portal. */
  portalUrl: string;
}

/** The channels configured in the environment. */
export function readChannels(): Channels {
  const { SMTP_URL, MAIL_FROM, ALERT_WEBHOOK_URL } = env();
  return {
    mailServer: SMTP_URL && MAIL_FROM ? { url: SMTP_URL, from: MAIL_FROM } : null,
    webhookUrl: ALERT_WEBHOOK_URL ?? null,
    portalUrl: portalUrl(),
  };
}

/** Mail always, even if only into the table; the webhook if there is one. */
export function channelNames({ webhookUrl }: Channels): NoticeChannel[] {
  return webhookUrl ? ["mail", "webhook"] : ["mail"];
}
