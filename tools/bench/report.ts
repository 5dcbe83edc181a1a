import { type Figure, type PartResult, verdictOf } from "./figure";

/** All figures of one run, and the machine they were measured on. */
export interface Report {
  measuredAt: string;
  machine: { cpu: string; cores: number; memoryGb: number; node: string; system: string; loadBefore: number };
  parts: PartResult[];
}

/** The report as lines of text: the machine, then one aligned line per figure. */
export function formatReport(report: Report): string {
  const { cpu, cores, memoryGb, node, system, loadBefore } = report.machine;
  const rows = report.parts.flatMap(({ part, figures }) =>
    figures.map((figure, index) => [
      index === 0 ? part : "",
      figure.name,
      formatValue(figure.value),
      [figure.unit, figure.note ? `(${figure.note})` : "", targetOf(figure)]
        .filter((words) => words !== "")
        .join("  "),
    ]),
  );
  const width = (column: number) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0));
  const [part, name, value] = [width(0), width(1), width(2)];

  return [
    `  ${report.measuredAt}  ${system}, Node ${node}`,
    `  ${cpu}, ${cores} cores, ${memoryGb} GB, load average before ${loadBefore}`,
    "",
    ...rows.map(
      ([first = "", second = "", third = "", unit = ""]) =>
        `  ${first.padEnd(part)}  ${second.padEnd(name)}  ${third.padStart(value)} ${unit}`,
    ),
  ].join("\n");
}

/** A figure's bound and whether it keeps it, such as `target >= 50: met`. */
function targetOf(figure: Figure): string {
  const { target } = figure;
  if (!target) return "";
  const bound =
    "atLeast" in target ? `>= ${formatValue(target.atLeast)}` : `<= ${formatValue(target.atMost)}`;
  return `target ${bound}: ${verdictOf(figure)}`;
}

function formatValue(value: Figure["value"]): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
