import type { ReactNode } from "react";
import { formatNumber } from "@/components/format-number";

interface Figure {
  name: string;
  value: number;
  /** What the word means, below the number. */
  meaning?: string;
  tone?: string;
}

/** One number that tells the most, in large. */
export function MainFigure({ value, children }: { value: number; children: ReactNode }) {
  return (
    <p>
      <span className="text-2xl font-semibold tabular-nums">{formatNumber(value)}</span>{" "}
      <span className="text-ink-soft">{children}</span>
    </p>
  );
}

/** The numbers beside it, each with its word. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="mt-3 space-y-1.5 border-t border-line pt-3">
      {figures.map(({ name, value, meaning, tone = "" }) => (
        <div key={name} className="flex items-baseline justify-between gap-4">
          <dt className="min-w-0">
            {name}
            {meaning && <span className="block text-xs text-ink-soft">{meaning}</span>}
          </dt>
          <dd className={`tabular-nums ${value > 0 ? `font-medium ${tone}` : "text-ink-soft"}`}>
            {formatNumber(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
