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
