import type { ReactNode } from "react";

/** Present settings: names next to values, below each other on a phone. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="mt-0.5 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

/** A part of a card with its own heading. */
export function Part(props: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className="border-t border-line pt-4">
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="flex-1 font-medium">{props.title}</h3>
        {props.actions}
      </div>
      {props.children}
    </div>
  );
}
