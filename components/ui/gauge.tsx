const TONES = { accent: "bg-accent", good: "bg-good", wait: "bg-wait", bad: "bg-bad" } as const;

/** How much of something is used or done, as a bar. Show the numbers in words next to it. */
export function Gauge(props: { value: number; max: number; label: string; tone?: keyof typeof TONES }) {
  const { value, max, label, tone = "accent" } = props;
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      className="h-1.5 w-full overflow-hidden rounded-full bg-raised"
    >
      <div
        className={`h-full rounded-full transition-[width] motion-reduce:transition-none ${TONES[tone]}`}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
