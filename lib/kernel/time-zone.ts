/** Whether this names a time zone of the IANA database, such as `Europe/Berlin`, that this runtime knows. */
export function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A time as `utc` of words.ts writes it. */
const WRITTEN = /\b(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4}), (\d{2}:\d{2}) UTC\b/g;

/** "24 Nov 2026, 14:02 CET": a time to the minute, with the name of its zone. */
export function inZone(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(at);
}

/** A stored text with the times in it moved from UTC to the reader's time zone. */
export function withTimesIn(text: string, timeZone: string): string {
  return text.replace(WRITTEN, (written, day, month, year, clock) => {
    const at = new Date(`${day} ${month} ${year} ${clock} UTC`);
    return Number.isNaN(at.getTime()) ? written : inZone(at, timeZone);
  });
}
