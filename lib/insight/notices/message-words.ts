import { type PlacedAlert, placeOfAlert } from "@/lib/insight/alerts/place-of-alert";
import { triageOf } from "@/lib/insight/alerts/triage";
import { cutText, oneLine } from "@/lib/kernel/storable-text";
import { inZone, withTimesIn } from "@/lib/kernel/time-zone";
import { counted } from "@/lib/kernel/words";
import type { NoticeChannel, NoticeEvent } from "@/prisma/generated/enums";

/** An alert that opened or resolved, as a notice describes it. */
export interface TellableAlert extends PlacedAlert {
  event: NoticeEvent;
  message: string;
  cause: string | null;
  sample: string | null;
  nextAction: string;
  openedAt: Date;
  resolvedAt: Date | null;
  /** When its last snooze was over; null if it was never snoozed, or a person ended that. */
  wokeAt: Date | null;
  /** Who ended it by hand, and why. */
  dismissedBy: string | null;
  dismissedReason: string | null;
}

/** Where its readers open the portal, and in which zone they read times. */
interface Reader {
  portalUrl: string;
  timeZone: string;
}

/** How many alerts a message describes in full; the portal has them all. */
const MOST_TOLD = 20;
const MAX_SUBJECT_LENGTH = 200;

/**
 * A message about one customer's alerts: subject and text for a mail, and one text for a webhook that takes Slack's form.
 */
export function composeMessage(
  customer: { id: string; name: string },
  alerts: readonly TellableAlert[],
  channel: NoticeChannel,
  { portalUrl, timeZone }: Reader,
): { subject: string; body: string } {
  const opened = alerts.filter(({ event }) => event === "opened");
  const resolved = alerts.filter(({ event }) => event === "resolved");
  const told = [...opened, ...resolved].slice(0, MOST_TOLD);
  const left = alerts.length - told.length;

  const name = inOneLine(customer.name);
  const subject = cutText(
    `[Tributary] ${name}: ${withTimesIn(inOneLine(summaryOf(opened, resolved)), timeZone)}`,
    MAX_SUBJECT_LENGTH,
  );
  const parts = [
    ...told.map((alert) => tell(alert, { portalUrl, timeZone })),
    ...(left > 0 ? [`And ${left} more.`] : []),
    `${name} in Tributary: ${linkTo(portalUrl, `/customers/${customer.id}`)}`,
  ];
  const text = parts.join("\n\n");
  return { subject, body: channel === "mail" ? text : escapeForSlack(`${subject}\n\n${text}`) };
}

function summaryOf(opened: readonly TellableAlert[], resolved: readonly TellableAlert[]): string {
  const [only] = opened;
  if (only && opened.length + resolved.length === 1) return only.message;

  const parts = [
    opened.length > 0 && `${counted(opened.length, "alert")} opened`,
    resolved.length > 0 &&
      `${opened.length > 0 ? resolved.length : counted(resolved.length, "alert")} resolved`,
  ];
  return parts.filter(Boolean).join(", ");
}

function tell(alert: TellableAlert, { portalUrl, timeZone }: Reader): string {
  const at = (time: Date) => inZone(time, timeZone);
  const words = (text: string) => withTimesIn(inOneLine(text), timeZone);
  if (alert.event === "resolved") {
    const { dismissedBy, dismissedReason } = alert;
    const how = dismissedBy === null ? "Resolved" : `Dismissed by ${inOneLine(dismissedBy)}`;
    const ended = `${how}${alert.resolvedAt ? ` on ${at(alert.resolvedAt)}` : ""}: ${words(alert.message)}`;
    return dismissedReason === null ? ended : `${ended}\nReason: ${inOneLine(dismissedReason)}`;
  }
  const { path, label } = placeOfAlert(alert);
  const since = alert.wokeAt
    ? `Back on ${at(alert.wokeAt)} after a snooze, open since ${at(alert.openedAt)}`
    : `Opened on ${at(alert.openedAt)}`;
  const lines = [
    `${since}: ${words(alert.message)}`,
    alert.cause && words(alert.cause),
    alert.sample && `Example: ${words(alert.sample)}`,
    `What to do: ${words(alert.nextAction)}`,
    triageOf(alert.kind).acting === "us" && `${label}: ${linkTo(portalUrl, path)}`,
  ];
  return lines.filter(Boolean).join("\n");
}

function linkTo(portalUrl: string, path: string): string {
  return new URL(path, portalUrl).href;
}

/**
 * Words in which a name, an id or a vendor's answer may stand: on one line, so that none of them makes a line that looks
 * like ours, and without a link. Our own links have lines of their own.
 */
function inOneLine(text: string): string {
  return oneLine(text)
    .replaceAll("://", "[:]//")
    .replace(/(?<![\p{L}\p{N}])(www|mailto)([.:])/giu, "$1[$2]");
}

/** Slack reads these three as its own markup; escaped, a name can neither mention people nor hide a link. */
function escapeForSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
