import Link from "next/link";
import { useZone } from "@/components/format/zone";
import { type FlowChartProps, markersByPoint, valueWords } from "./flow-series";
import { spanWords } from "./flow-span";

const COLUMN = { hour: "Hour", day: "Day (UTC)", week: "Week (UTC)" };

/**
 * The numbers of a chart as a table, folded. Where its points lead somewhere, its links are the way there without a mouse.
 */
export function FlowNumbers(props: FlowChartProps) {
  return (
    <details className="mt-2">
      <summary className="w-fit cursor-pointer rounded py-1 text-xs text-ink-soft hover:text-ink">
        As a table
      </summary>
      <section
        aria-label={`${props.label}, as a table`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="mt-2 max-h-72 overflow-auto rounded-md border border-line"
      >
        <NumbersTable {...props} className="w-full text-xs [&_td]:px-3 [&_td]:py-1 [&_th]:px-3 [&_th]:py-1" />
      </section>
    </details>
  );
}

function NumbersTable(props: FlowChartProps & { className: string }) {
  const { label, points, series, span = "hour", unit, hrefOf, className } = props;
  const zone = useZone() ?? "UTC";
  const marked = markersByPoint(props);
  return (
    <table className={className}>
      <caption className="sr-only">{label}</caption>
      <thead>
        <tr>
          <th scope="col" className="text-left font-medium text-ink-soft">
            {COLUMN[span]}
          </th>
          {series.map(({ key, label }) => (
            <th key={key} scope="col" className="text-right font-medium text-ink-soft">
              {label}
            </th>
          ))}
          {marked.size > 0 && (
            <th scope="col" className="text-left font-medium text-ink-soft">
              Changes
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.at}>
            <th scope="row" className="text-left font-normal whitespace-nowrap">
              {hrefOf ? (
                <Link
                  href={hrefOf(point.at)}
                  prefetch={false}
                  className="inline-block min-h-6 content-center text-accent hover:underline"
                >
                  {spanWords(point.at, span, zone)}
                </Link>
              ) : (
                spanWords(point.at, span, zone)
              )}
            </th>
            {series.map(({ key }) => (
              <td key={key} className="text-right tabular-nums">
                {valueWords(point[key], unit)}
              </td>
            ))}
            {marked.size > 0 && (
              <td>{(marked.get(point.at) ?? []).map(({ label }) => label).join("; ") || "–"}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
