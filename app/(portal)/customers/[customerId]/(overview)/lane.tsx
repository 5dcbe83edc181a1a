import { type LucideIcon, Pause, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { FlowState } from "./flow-state";

/** One way through Tributary: three stations and what moves between them. Vertical on a phone. */
export function Lane({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol
      aria-label={label}
      className="grid gap-y-1 md:grid-cols-[minmax(0,1fr)_minmax(8.5rem,0.7fr)_minmax(0,1fr)_minmax(8.5rem,0.7fr)_minmax(0,1fr)]"
    >
      {children}
    </ol>
  );
}

/** A station: its name, and what is known about it. */
export function Station(props: { icon: LucideIcon; name: string; detail?: ReactNode; children?: ReactNode }) {
  const { icon: Icon, name, detail, children } = props;
  return (
    <li className="min-w-0 rounded-lg border border-line bg-ground px-3.5 py-3">
      <p className="flex items-center gap-2 font-medium">
        <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-soft" />
        {name}
      </p>
      {detail && <p className="mt-0.5 text-xs text-ink-soft [overflow-wrap:anywhere]">{detail}</p>}
      {children && <div className="mt-2 space-y-0.5 text-xs">{children}</div>}
    </li>
  );
}

const LINES = {
  moving: "border-accent",
  still: "border-dashed border-line-strong",
  held: "border-dashed border-line-strong",
  failing: "border-bad",
} as const;

const HEADS = {
  moving: "text-accent",
  still: "text-line-strong",
  held: "text-ink-soft",
  failing: "text-bad",
} as const;

/** What moves from one station to the next: a rate in words on an arrow. */
export function Way(props: { state: FlowState["link"]; label: string; rate: string; detail: ReactNode }) {
  const { state, label, rate, detail } = props;
  return (
    <li className="flex items-center gap-3 px-3 py-1 md:flex-col md:justify-center md:gap-0 md:px-2 md:py-0 md:text-center">
      <Arrow state={state} />
      <p className="md:order-first">
        <span className="sr-only">{label}: </span>
        <span className="font-semibold tabular-nums">{rate}</span>
      </p>
      <p className="ml-auto text-right text-xs text-ink-soft md:ml-0 md:text-center">{detail}</p>
    </li>
  );
}

function Arrow({ state }: { state: FlowState["link"] }) {
  return (
    <span aria-hidden="true" className={`relative flex shrink-0 items-center justify-center ${HEADS[state]}`}>
      <span className="flex h-7 flex-col items-center md:hidden">
        <span className={`flex-1 border-l-2 ${LINES[state]}`} />
        <Head className="-mt-1 rotate-90" />
      </span>
      <span className="hidden w-32 max-w-full items-center py-1 md:flex">
        <span className={`flex-1 border-t-2 ${LINES[state]}`} />
        <Head className="-ml-1" />
      </span>
      {state === "held" && <Mark icon={Pause} />}
      {state === "failing" && <Mark icon={TriangleAlert} />}
    </span>
  );
}

function Head({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 8 10" className={`h-2.5 w-2 ${className}`} aria-hidden="true">
      <path d="M0 0 8 5 0 10Z" fill="currentColor" />
    </svg>
  );
}

function Mark({ icon: Icon }: { icon: LucideIcon }) {
  return (
    <span className="absolute inset-0 m-auto flex size-5 items-center justify-center rounded-full bg-surface">
      <Icon className="size-3.5" />
    </span>
  );
}
