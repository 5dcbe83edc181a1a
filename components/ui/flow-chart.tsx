"use client";

import dynamic from "next/dynamic";
import { formatNumber } from "@/components/format/format-number";
import type { FlowChartProps, FlowPoint } from "./flow-chart-plot";

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

/** Numbers over the last hours, each series with its sum. Times are in the viewer's zone. */
export function FlowChart({ label, points, series }: FlowChartProps) {
  const sums = series.map(({ key }) => sumOf(points, key));
  return (
    <div className="min-w-0">
      <ul className="mb-3 flex flex-wrap gap-x-5 gap-y-1">
        {series.map(({ key, label, color }, place) => (
          <li key={key} className="flex items-baseline gap-1.5">
            <span aria-hidden="true" className="size-2 rounded-full" style={{ background: color }} />
            <span className="text-xs text-ink-soft">{label}</span>
            <span className="font-semibold tabular-nums">{formatNumber(sums[place] ?? 0)}</span>
          </li>
        ))}
      </ul>
      {sums.some((sum) => sum > 0) ? (
        <Plot label={label} points={points} series={series} heightPx={CHART_HEIGHT_PX} />
      ) : (
        <p
          style={{ height: CHART_HEIGHT_PX }}
          className="grid place-items-center rounded-md border border-dashed border-line text-ink-soft"
        >
          Nothing in this time
        </p>
      )}
    </div>
  );
}

function sumOf(points: readonly FlowPoint[], key: string): number {
  return points.reduce((sum, point) => sum + Number(point[key] ?? 0), 0);
}
