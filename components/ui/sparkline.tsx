import { formatNumber } from "@/components/format/format-number";

const WIDTH = 49;
const HEIGHT = 16;
const GAP = 2;

/** A few numbers, oldest first, as small bars; each is read out. A number above zero is at least a pixel high. */
export function Sparkline({ label, values }: { label: string; values: readonly number[] }) {
  const most = Math.max(1, ...values);
  const step = WIDTH / values.length;
  const bars = values.map((value, place) => ({
    left: place * step,
    height: value === 0 ? 0.5 : Math.max(1, (value / most) * HEIGHT),
  }));
  return (
    <svg
      role="img"
      aria-label={`${label}: ${values.map((value) => formatNumber(value)).join(", ")}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className="shrink-0 fill-accent"
    >
      {bars.map(({ left, height }) => (
        <rect key={left} x={left} y={HEIGHT - height} width={step - GAP} height={height} />
      ))}
    </svg>
  );
}
