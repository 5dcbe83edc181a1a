const UNITS = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3_600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
] as const;

/** A duration in its largest units: 7500 is "2 h 5 min". Below a second it is "0 s". */
export function formatDuration(seconds: number, { parts = 2 }: { parts?: 1 | 2 } = {}): string {
  let rest = Math.max(0, Math.round(seconds));
  const first = UNITS.findIndex((unit) => rest >= unit.seconds);
  if (first === -1) return "0 s";

  const words: string[] = [];
  for (const unit of UNITS.slice(first, first + parts)) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0) words.push(`${count} ${unit.name}`);
  }
  return words.join(" ");
}
