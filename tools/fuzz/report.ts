import type { Tally } from "./run-cases";

/** What a run found; without a finding, `problems` and surprises are empty. */
export interface FuzzReport {
  seed: number;
  node: string;
  seconds: number;
  parts: Record<string, Tally>;
  neighbour: { events: number; members: number; refused: number };
  /** Requests whose body never ended, and how many of them the server ended. */
  drips: { opened: number; endedByServer: number } | null;
  /** The most memory that the server's process held, in megabytes; null where the system does not report it. */
  peakMemoryMb: number | null;
  /** The same by the end of each part, so that one sees which part it was. */
  peakMemoryMbAfter: Record<string, number | null>;
  /** How long `/api/live` took during all this. */
  live: { p999Ms: number; slowestMs: number };
  /** The costliest requests, and floods of them, and how long `/api/live` had to wait in the meantime. */
  costs: { name: string; status: number | null; sentBytes: number; heldMs: number }[];
  problems: string[];
}

/** Whether the run found nothing. */
export function isClean(report: FuzzReport): boolean {
  return (
    report.problems.length === 0 &&
    Object.values(report.parts).every(({ surpriseCount }) => surpriseCount === 0)
  );
}

/** The report as a table for people. */
export function formatFuzzReport(report: FuzzReport): string {
  const lines = [
    `seed ${report.seed}, ${report.seconds} s`,
    "",
    "part        cases  surprises  MB so far  answers",
  ];
  for (const [part, { sent, surpriseCount, byStatus }] of Object.entries(report.parts)) {
    const memoryMb = report.peakMemoryMbAfter[part] ?? "unknown";
    const answers = Object.entries(byStatus).map(([status, count]) => `${status}: ${count}`);
    lines.push(
      `${part.padEnd(9)} ${String(sent).padStart(7)} ${String(surpriseCount).padStart(10)} ${String(memoryMb).padStart(10)}  ${answers.join(", ")}`,
    );
  }

  const { events, members, refused } = report.neighbour;
  lines.push(
    "",
    `neighbour: ${events} events and ${members} members sent in between, ${refused} requests refused`,
  );
  if (report.drips) {
    lines.push(
      `bodies that never end: ${report.drips.endedByServer} of ${report.drips.opened} ended by the server`,
    );
  }
  lines.push(`most memory the server held: ${report.peakMemoryMb ?? "unknown"} MB`);
  lines.push(
    `/api/live: ${report.live.p999Ms} ms at the 99.9th percentile, ${report.live.slowestMs} ms at most`,
  );
  if (report.costs.length > 0) lines.push("", "held ms  answer  costliest requests");
  for (const { heldMs, status, name } of report.costs)
    lines.push(`${String(heldMs).padStart(7)} ${String(status ?? "none").padStart(7)}  ${name}`);
  for (const problem of report.problems) lines.push(`PROBLEM  ${problem}`);
  for (const { surprises } of Object.values(report.parts)) {
    for (const { name, problem, index } of surprises.slice(0, 10))
      lines.push(`SURPRISE  #${index} ${name}: ${problem}`);
  }
  lines.push("", isClean(report) ? "Nothing was found." : "See .data/fuzz.json for the requests.");
  return lines.join("\n");
}
