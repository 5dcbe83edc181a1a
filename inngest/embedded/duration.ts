const UNIT_MS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/**
 * Milliseconds of an Inngest time string such as `30s` or `1h30m`; the empty string is 0, as the SDK writes it.
 * Returns null for anything else. Inngest's finest unit is the second (SDK `timeStr`).
 */
export function durationMs(text: string): number | null {
  if (!/^(\d+[wdhms])*$/.test(text)) return null;

  let total = 0;
  for (const [, amount = "0", unit = "s"] of text.matchAll(/(?<!\d)(\d+)([wdhms])/g)) {
    total += Number(amount) * (UNIT_MS[unit] ?? 0);
  }

  return total;
}
