"use client";

import {
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from "recharts";
import { formatNumber } from "@/components/format/format-number";

/** One point of a chart: when it begins (ISO 8601), and a number for each series. */
export type FlowPoint = { at: string } & Readonly<Record<string, number | string>>;

interface FlowSeries {
  /** The key of its number in a point. */
  key: string;
  label: string;
  /** A colour of the theme, such as `var(--good)`: it must show on the surface in light and dark. */
  color: string;
}

export interface FlowChartProps {
  /** What is counted, for people who cannot see the chart: "Events by hour". */
  label: string;
  /** Hour by hour, oldest first. */
  points: readonly FlowPoint[];
  series: readonly FlowSeries[];
}

const HOUR_MS = 3_600_000;

const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayAndHour = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** The drawn part of a flow chart, and the same numbers as a table for people who cannot see it. */
export function FlowChartPlot({ label, points, series, heightPx }: FlowChartProps & { heightPx: number }) {
  return (
    <div className="relative overflow-hidden">
      <div role="img" aria-label={`${label}. ${summaryOf({ points, series })}`}>
        <ResponsiveContainer
          width="100%"
          height={heightPx}
          initialDimension={{ width: 320, height: heightPx }}
        >
          <BarChart
            data={[...points]}
            accessibilityLayer={false}
            barGap={0}
            barCategoryGap="15%"
            margin={{ top: 4, right: 4, bottom: 0, left: 0 }}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              tickFormatter={(at: string) => hour.format(new Date(at))}
              height={20}
              minTickGap={36}
              tickLine={false}
              axisLine={{ stroke: "var(--line)" }}
              tick={{ fill: "var(--ink-soft)", fontSize: 11 }}
            />
            <YAxis
              width={40}
              allowDecimals={false}
              tickCount={4}
              tickFormatter={(value: number) => short.format(value)}
              tickLine={false}
              axisLine={false}
              tick={{ fill: "var(--ink-soft)", fontSize: 11 }}
            />
            <Tooltip
              content={(props) => <PointTooltip {...props} />}
              cursor={{ fill: "var(--raised)" }}
              isAnimationActive={false}
            />
            {series.map(({ key, label, color }) => (
              <Bar key={key} dataKey={key} name={label} fill={color} isAnimationActive={false} />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <NumbersTable label={label} points={points} series={series} />
    </div>
  );
}

function PointTooltip({ active, payload, label }: Partial<TooltipContentProps>) {
  if (!active || !payload?.length) return null;
  return (
    <div className="rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-lg">
      <p className="mb-1 font-medium tabular-nums">{hourSpan(String(label))}</p>
      {payload.map((entry) => (
        <p key={String(entry.dataKey)} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2 rounded-full" style={{ background: entry.color }} />
          <span className="text-ink-soft">{entry.name}</span>
          <span className="ml-auto pl-4 font-medium tabular-nums">{formatNumber(Number(entry.value))}</span>
        </p>
      ))}
    </div>
  );
}

function NumbersTable({ label, points, series }: FlowChartProps) {
  return (
    <table className="sr-only">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">Hour</th>
          {series.map(({ key, label }) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.at}>
            <th scope="row">{hourSpan(point.at)}</th>
            {series.map(({ key }) => (
              <td key={key}>{formatNumber(Number(point[key] ?? 0))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "Tue 14:00–15:00" in the viewer's zone. */
function hourSpan(at: string): string {
  const from = new Date(at);
  return `${dayAndHour.format(from)}–${hour.format(new Date(from.getTime() + HOUR_MS))}`;
}

/** Each series in a sentence: its sum, and its busiest hour. */
function summaryOf({ points, series }: Pick<FlowChartProps, "points" | "series">): string {
  return series
    .map(({ key, label }) => {
      const values = points.map((point) => Number(point[key] ?? 0));
      const sum = values.reduce((total, value) => total + value, 0);
      if (sum === 0) return `${label}: none.`;

      const most = Math.max(...values);
      const at = points[values.indexOf(most)]?.at ?? "";
      return `${label}: ${formatNumber(sum)}, most ${hourSpan(at)} with ${formatNumber(most)}.`;
    })
    .join(" ");
}
