import type { ReactNode } from "react";
import { formatNumber } from "@/components/format/format-number";

interface Figure {
  name: string;
  value: number;
  /** The meaning of the word, below it. */
  meaning?: string | false;
}

/** The most telling number, in large, or words if there is none yet. */
export function MainFigure({ value, children }: { value: number | null; children: ReactNode }) {
  return (
    <p>
      {value !== null && <span className="text-2xl font-semibold tabular-nums">{formatNumber(value)} </span>}
      <span className="text-ink-soft">{children}</span>
    </p>
  );
}

/** Numbers for one period, each with its word. */
export function Figures({ title, figures }: { title: string; figures: readonly Figure[] }) {
  return (
    <div className="mt-3 border-t border-line pt-3">
      <h3 className="mb-1.5 text-xs font-medium text-ink-soft">{title}</h3>
      <dl className="space-y-1.5">
        {figures.map(({ name, value, meaning }) => (
          <div key={name} className="flex items-baseline justify-between gap-4">
            <dt className="min-w-0">
              {name}
              {meaning && <span className="block text-xs text-ink-soft">{meaning}</span>}
            </dt>
            <dd className={`tabular-nums ${value > 0 ? "font-medium" : "text-ink-soft"}`}>
              {formatNumber(value)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
