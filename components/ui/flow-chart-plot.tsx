"use client";

import { useRouter } from "next/navigation";
import { useId } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from "recharts";
import { useZone } from "@/components/format/zone";
import { counted } from "@/lib/kernel/words";
import { axisOf, axisWords } from "./flow-axis";
import { FlowMark } from "./flow-mark";
import { FlowNumbers } from "./flow-numbers";
import { type FlowChartProps, markersByPoint, totalOf, valueWords } from "./flow-series";
import { spanWords, tickOf } from "./flow-span";
import { Swatch } from "./flow-swatch";

/** Room for what is wider than the last point: half of its label, or the number beside its mark. */
const RIGHT_PX = 20;

/** The drawn part of a flow chart, and the same numbers as a table for people who cannot see it. */
export function FlowChartPlot(props: FlowChartProps & { heightPx: number }) {
  const {
    label,
    points,
    series,
    heightPx,
    span = "hour",
    unit = "number",
    isStacked = false,
    hrefOf,
  } = props;
  const router = useRouter();
  const zone = useZone() ?? "UTC";
  const chartId = useId();
  const marked = markersByPoint(props);
  const { ticks, widthPx } = axisOf(points, props);
  const open = hrefOf && ((at: string) => router.push(hrefOf(at)));
  return (
    <div className="relative overflow-hidden">
      <div
        role="img"
        aria-label={`${label}. ${summaryOf(props, zone)}`}
        className={open && "[&_svg]:cursor-pointer"}
      >
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
            margin={{ top: marked.size > 0 ? 18 : 8, right: RIGHT_PX, bottom: 0, left: 0 }}
            onClick={({ activeLabel }) => activeLabel !== undefined && open?.(String(activeLabel))}
          >
            <defs>
              {series.map(({ key, color }) => (
                <pattern
                  key={key}
                  id={`${chartId}${key}`}
                  width="4"
                  height="4"
                  patternUnits="userSpaceOnUse"
                  patternTransform="rotate(45)"
                >
                  <rect width="2" height="4" fill={color} />
                </pattern>
              ))}
            </defs>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              tickFormatter={(at: string) => tickOf(at, span, zone)}
              height={20}
              minTickGap={36}
              tickLine={false}
              axisLine={{ stroke: "var(--line)" }}
              tick={{ fill: "var(--ink-soft)", fontSize: 11 }}
            />
            <YAxis
              width={widthPx}
              ticks={ticks}
              domain={[0, ticks.at(-1) ?? 1]}
              interval={0}
              tickFormatter={(value: number) => axisWords(value, unit)}
              tickLine={false}
              axisLine={false}
              tick={{ fill: "var(--ink-soft)", fontSize: 11 }}
            />
            <Tooltip
              content={(shown) => (
                <PointTooltip
                  {...shown}
                  {...{ span, unit, series, zone, marked }}
                  isLink={open !== undefined}
                />
              )}
              cursor={{ fill: "var(--raised)" }}
              isAnimationActive={false}
            />
            {series.map(({ key, label, color, isStriped }) => (
              <Bar
                key={key}
                dataKey={key}
                name={label}
                stackId={isStacked ? "whole" : undefined}
                fill={isStriped ? `url(#${chartId}${key})` : color}
                isAnimationActive={false}
              />
            ))}
            {[...marked].map(([at, markers]) => (
              <ReferenceLine
                key={at}
                x={at}
                stroke="var(--ink-soft)"
                strokeDasharray="2 3"
                label={({ viewBox }: { viewBox?: { x?: number; y?: number } }) => (
                  <FlowMark markers={markers} x={viewBox?.x ?? 0} y={viewBox?.y ?? 0} />
                )}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <FlowNumbers {...props} />
    </div>
  );
}

function PointTooltip(
  props: Partial<TooltipContentProps> &
    Pick<FlowChartProps, "series"> &
    Required<Pick<FlowChartProps, "span" | "unit">> & {
      isLink: boolean;
      zone: string;
      marked: ReturnType<typeof markersByPoint>;
    },
) {
  const { active, payload, label, series, span, unit, isLink, zone, marked } = props;
  if (!active || !payload?.length) return null;
  return (
    <div className="rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-lg">
      <p className="mb-1 font-medium tabular-nums">{spanWords(String(label), span, zone)}</p>
      {payload.map((entry) => {
        const shown = series.find(({ key }) => key === entry.dataKey);
        return (
          <p key={String(entry.dataKey)} className="flex items-center gap-1.5">
            {shown && <Swatch color={shown.color} isStriped={shown.isStriped} />}
            <span className="text-ink-soft">{entry.name}</span>
            <span className="ml-auto pl-4 font-medium tabular-nums">
              {valueWords(Number(entry.value), unit)}
            </span>
          </p>
        );
      })}
      {marked.get(String(label))?.map(({ at, icon: Icon, label }) => (
        <p key={at} className="mt-1 flex max-w-60 gap-1.5">
          <Icon aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
          {label}
        </p>
      ))}
      {isLink && <p className="mt-1 text-ink-soft">Click to see them</p>}
    </div>
  );
}

/** Each series in a sentence: what it comes to, and where it is highest. */
function summaryOf(props: FlowChartProps, zone: string): string {
  const { points, series, span = "hour", unit } = props;
  const marked = [...markersByPoint(props).values()].flat().length;
  const numbers = series
    .map((one) => {
      const values = points.map((point) => Number(point[one.key] ?? 0));
      const total = totalOf(one, points);
      if (total === 0) return `${one.label}: none.`;

      const most = Math.max(...values);
      const at = points[values.indexOf(most)]?.at ?? "";
      return `${one.label}: ${valueWords(total, unit)}. Highest: ${valueWords(most, unit)} (${spanWords(at, span, zone)}).`;
    })
    .join(" ");
  return marked > 0 ? `${numbers} ${counted(marked, "change")} marked.` : numbers;
}
