const grouped = new Intl.NumberFormat("en-US");
const moment = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** "1 event", "1,200 events"; "2 identities" if given its plural. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped.format(count)} ${count === 1 ? noun : plural}`;
}

/** "24 Nov 2026, 13:02 UTC": stored and mailed texts do not know the reader's time zone. */
export function utc(at: Date): string {
  return `${moment.format(at)} UTC`;
}

/** Whole hours, and days from two days on: "1 hour", "30 hours", "3 days". */
export function lasting(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  return hours < 48 ? counted(hours, "hour") : counted(Math.floor(hours / 24), "day");
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** A time that a person chose, in its largest unit: "1 day", "5 minutes", "30 seconds". */
export function roundTime(seconds: number): string {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size && seconds % size === 0) ?? ["second", 1];
  return counted(seconds / size, unit);
}

/** A sentence's beginning for the middle of one: only the vendors' names keep their capital. */
export function lowerFirst(text: string): string {
  return /^(Braze|Heap)\b/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
