import { fromClockText, toClockText } from "@/components/format/moment";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The common choices for a snooze, in the time zone of whoever chooses. Pure. */
export function snoozeChoices(now: Date, timeZone: string): { label: string; until: Date }[] {
  const today = Date.parse(`${toClockText(now, timeZone).slice(0, 10)}T00:00Z`);
  const monday = (8 - new Date(today).getUTCDay()) % 7 || 7;
  /** When a day of work begins. */
  const morningIn = (days: number) => {
    const day = new Date(today + days * DAY_MS).toISOString().slice(0, 10);
    return fromClockText(`${day}T09:00`, timeZone) ?? now;
  };
  return [
    { label: "Snooze for 1 hour", until: new Date(now.getTime() + HOUR_MS) },
    { label: "Snooze for 4 hours", until: new Date(now.getTime() + 4 * HOUR_MS) },
    { label: "Snooze until tomorrow, 9:00", until: morningIn(1) },
    // On a Sunday, tomorrow is Monday.
    ...(monday === 1
      ? []
      : [
          {
            label: `Snooze until ${monday === 7 ? "next Monday" : "Monday"}, 9:00`,
            until: morningIn(monday),
          },
        ]),
  ];
}
