/** "28 Nov 2026, 18:42", or with its seconds "28 Nov 2026, 18:42:07". Pure. */
export function momentWords(at: Date, timeZone: string, { withSeconds = false } = {}): string {
  return at.toLocaleString("en-GB", {
    timeZone,
    day: "2-digit",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: withSeconds ? "2-digit" : undefined,
  });
}

/** The name of a time zone at a time, in short: "CET", "GMT-5". Pure. */
export function zoneName(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "short" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

/** A time as a field of type `datetime-local` has it, "2026-11-28T18:42"; empty if it is none. Pure. */
export function toClockText(at: Date, timeZone: string): string {
  if (Number.isNaN(at.getTime())) return "";
  // Swedish writes a time as ISO 8601 does.
  return at
    .toLocaleString("sv-SE", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    })
    .replace(" ", "T");
}

/**
 * The time that a field of type `datetime-local` means in a time zone; null if it is none. Of an hour that does not exist,
 * because clocks go forward, it is the hour after; of one that comes twice, one of the two. Pure.
 */
export function fromClockText(text: string, timeZone: string): Date | null {
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return null;

  const shownAs = (ms: number) => Date.parse(`${toClockText(new Date(ms), timeZone)}Z`);
  const first = wanted - (shownAs(wanted) - wanted);
  // The offset may differ between the guess and the time that is meant.
  return new Date(first - (shownAs(first) - wanted));
}
