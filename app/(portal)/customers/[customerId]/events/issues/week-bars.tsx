import { formatNumber } from "@/components/format/format-number";

const WIDTH = 84;
const HEIGHT = 24;

/** Seven days as bars, the newest on the right; said in words for whoever does not see them. */
export function WeekBars({ days }: { days: readonly number[] }) {
  const highest = Math.max(1, ...days);
  const step = WIDTH / days.length;
  return (
    <svg
      role="img"
      aria-label={`Last 7 days, oldest first: ${days.map(formatNumber).join(", ")}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className="shrink-0"
    >
      {days.map((count, index) => {
        const height = count === 0 ? 1 : Math.max(2, (HEIGHT * count) / highest);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: each day has its place
            key={index}
            x={index * step + 1}
            y={HEIGHT - height}
            width={step - 2}
            height={height}
            rx={1}
            className={count === 0 ? "fill-line-strong" : "fill-bad"}
          />
        );
      })}
    </svg>
  );
}
