import type { ReactNode } from "react";

const TONES = {
  good: "bg-good-ground text-good",
  wait: "bg-wait-ground text-wait",
  bad: "bg-bad-ground text-bad",
  info: "bg-accent/10 text-accent",
  quiet: "bg-raised text-ink-soft",
} as const;

/**
 * A short state in words, with a tone that only repeats what the words say. Amber (`wait`) and red (`bad`) mean trouble;
 * what is under way or being set up is blue (`info`).
 */
export function StatusPill({ tone, children }: { tone: keyof typeof TONES; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2 py-0.5 text-xs font-medium ${TONES[tone]}`}
    >
      <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
      {children}
    </span>
  );
}
