/** When a day of work begins. */
const MORNING_HOUR = 9;

/** The common choices for a snooze, in the zone of whoever chooses. Pure. */
export function snoozeChoices(now: Date): { label: string; until: Date }[] {
  const monday = (8 - now.getDay()) % 7 || 7;
  return [
    { label: "Snooze for 1 hour", until: new Date(now.getTime() + 3_600_000) },
    { label: "Snooze for 4 hours", until: new Date(now.getTime() + 4 * 3_600_000) },
    { label: "Snooze until tomorrow, 9:00", until: morningIn(1, now) },
    // On a Sunday, tomorrow is Monday.
    ...(monday === 1 ? [] : [{ label: "Snooze until Monday, 9:00", until: morningIn(monday, now) }]),
  ];
}

function morningIn(days: number, now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING_HOUR);
}
