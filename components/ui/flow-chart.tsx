"use client";

import dynamic from "next/dynamic";
import { type FlowChartProps, totalOf, valueWords } from "./flow-series";
import { Swatch } from "./flow-swatch";

/** The chart keeps its height while its code is loaded, so that nothing below it moves. */
const CHART_HEIGHT_PX = 180;

// The chart library is larger than the rest of a page: it loads after the page, and only on pages that draw.
const Plot = dynamic(() => import("./flow-chart-plot").then((module) => module.FlowChartPlot), {
  ssr: false,
  loading: () => (
    <div
      role="status"
      aria-label="Loading the chart"
      style={{ height: CHART_HEIGHT_PX }}
      className="animate-pulse rounded-md bg-raised motion-reduce:animate-none"
    />
  ),
});

/** Numbers over time, each series with what it comes to; durations come to nothing that a card does not say itself. */
export function FlowChart(props: FlowChartProps) {
  const { points, series, unit } = props;
  const totals = series.map((one) => totalOf(one, points));
  return (
    <div className="min-w-0">
      <ul className="mb-3 flex flex-wrap gap-x-5 gap-y-1">
        {series.map((one, place) => (
          <li key={one.key} className="flex items-center gap-1.5">
            <Swatch color={one.color} isStriped={one.isStriped} />
            <span className="text-xs text-ink-soft">{one.label}</span>
            {unit !== "seconds" && (
              <span className="font-semibold tabular-nums">{valueWords(totals[place], unit)}</span>
            )}
          </li>
        ))}
      </ul>
      {totals.some((total) => total > 0) ? (
        <Plot {...props} heightPx={CHART_HEIGHT_PX} />
      ) : (
        <p
          style={{ height: CHART_HEIGHT_PX }}
          className="grid place-items-center rounded-md border border-dashed border-line text-ink-soft"
        >
          Nothing in this time range
        </p>
      )}
    </div>
  );
}
