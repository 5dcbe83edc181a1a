import type { EventCount } from "./count-events";
import type { MemberCount } from "./count-members";
import type { Stuck } from "./count-stuck";
import type { UserPropertyCount } from "./count-user-properties";
import type { Finding } from "./find-secrets";

/** What one slice did, and what was counted of its customers at the end of the run. */
export interface SliceReport {
  name: string;
  kills: number;
  done: Record<string, number>;
  missed: string[];
  events: EventCount;
  members: MemberCount;
  userProperties: UserPropertyCount;
  /** Where the history differs from the books, in words. */
  historyFaults: string[];
}

/** All figures of one run. */
export interface TortureReport {
  measuredAt: string;
  seconds: number;
  slices: SliceReport[];
  stuck: Stuck[];
  processes: { kills: number; deaths: number; starts: number; startMsMedian: number; startMsLongest: number };
  secrets: { looked: number; linesRead: number; findings: Finding[] };
  /** What Braze and Heap would have complained about. */
  violations: Record<string, number>;
}

/** What makes the run a failure, in words; empty when nothing was lost, doubled or stuck. */
export function findFailures({ slices, stuck, processes, secrets }: TortureReport): string[] {
  const perSlice = slices.flatMap(({ name, events, members, userProperties, historyFaults, missed }) => {
    const figures: [string, number][] = [
      ["events lost", events.lost],
      ["events doubled", events.doubled],
      ["events unexplained", events.unexplained],
      ["events given up by Braze", events.givenUp],
      ["batches unbalanced", events.unbalanced],
      ["members missing from their cohort", members.missing],
      ["members left over in a cohort", members.leftOver],
      ["members misbooked", members.misbooked],
      ["pages given up by Heap", members.givenUp],
      ["user properties stale at Heap", userProperties.stale],
      ["user properties misbooked", userProperties.misbooked],
      ["counts of the history wrong", historyFaults.length],
    ];
    const wrong = figures.filter(([, count]) => count !== 0).map(([what, count]) => `${count} ${what}`);
    return [...wrong, ...historyFaults.slice(0, 5), ...missed].map((words) => `${name}: ${words}`);
  });

  return [
    ...perSlice,
    ...stuck.map(({ what, count }) => `stuck: ${count} ${what}`),
    ...(processes.deaths ? [`${processes.deaths} times the app ended by itself`] : []),
    ...(secrets.findings.length ? [`${secrets.findings.length} secrets or identities in logs or words`] : []),
  ];
}

/** The report as lines of text: one row per slice, then what is true of the whole run. */
export function formatTorture(report: TortureReport): string {
  const head = [
    "slice",
    "kills",
    "events",
    "redelivered",
    "lost",
    "doubled",
    "members",
    "missing",
    "left over",
    "users",
    "stale",
    "wrong",
  ];
  const rows = report.slices.map(({ name, kills, events, members, userProperties, historyFaults }) => [
    name,
    kills,
    events.acknowledged,
    events.redelivered,
    events.lost,
    events.doubled,
    members.members,
    members.missing,
    members.leftOver,
    userProperties.users,
    userProperties.stale,
    events.unexplained +
      events.unbalanced +
      events.givenUp +
      members.misbooked +
      members.givenUp +
      userProperties.misbooked +
      historyFaults.length,
  ]);
  const totals = head.slice(1).map((_, index) => rows.reduce((sum, row) => sum + Number(row[index + 1]), 0));
  const lines = [head, ...rows, ["all", ...totals]].map((row) => row.map(formatCell));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));

  const { processes, secrets, stuck } = report;
  const stuckCount = stuck.reduce((sum, { count }) => sum + count, 0);
  return [
    ...lines.map((line) => line.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  ")),
    "",
    `stuck ${stuckCount}; starts ${processes.starts}, median ${processes.startMsMedian} ms, longest ${processes.startMsLongest} ms; ended by itself ${processes.deaths}`,
    `secrets looked for ${secrets.looked} in ${formatCell(secrets.linesRead)} lines, found ${secrets.findings.length}; ${report.seconds} s`,
  ]
    .map((line) => `  ${line}`)
    .join("\n");
}

function formatCell(cell: string | number): string {
  return typeof cell === "number" ? cell.toLocaleString("en-US") : cell;
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
