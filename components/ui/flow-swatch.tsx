import type { FlowSeries } from "./flow-series";

/** The colour of a series, and its stripes, as they are in the chart. */
export function Swatch({ color, isStriped }: Pick<FlowSeries, "color" | "isStriped">) {
  return (
    <span
      aria-hidden="true"
      className="size-2.5 shrink-0 rounded-xs"
      style={{
        background: isStriped
          ? `repeating-linear-gradient(135deg, ${color} 0 2px, transparent 2px 4px)`
          : color,
      }}
    />
  );
}
