import type { ComponentProps } from "react";

/**
 * A table in its frame. If it is too wide, the frame scrolls, by keyboard too, and not the page. On a wide screen every
 * table fits, and its header stays in view below the bar at the top.
 */
export function Table({
  label,
  frameId,
  className = "",
  ...rest
}: { label: string /** For a link that leads to it. */; frameId?: string } & ComponentProps<"table">) {
  return (
    <section
      id={frameId}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative scroll-mt-16 overflow-x-auto rounded-lg border border-line bg-surface xl:overflow-x-clip"
    >
      <table {...rest} className={`w-full border-collapse text-left ${className}`} />
    </section>
  );
}

export function Th({
  isNumber = false,
  className = "",
  ...rest
}: { isNumber?: boolean } & ComponentProps<"th">) {
  return (
    <th
      scope="col"
      {...rest}
      className={`border-b border-line bg-surface px-3 py-2 text-xs font-medium whitespace-nowrap text-ink-soft first:rounded-tl-lg first:pl-4 last:rounded-tr-lg last:pr-4 xl:sticky xl:top-13 xl:z-10 xl:shadow-[inset_0_-1px_0_var(--line)] ${isNumber ? "text-right" : ""} ${className}`}
    />
  );
}

export function Tr({ className = "", ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={`border-b border-line last:border-b-0 hover:bg-raised ${className}`} />;
}

export function Td({
  isNumber = false,
  className = "",
  ...rest
}: { isNumber?: boolean } & ComponentProps<"td">) {
  return (
    <td
      {...rest}
      className={`px-3 py-2.5 first:pl-4 last:pr-4 ${isNumber ? "text-right tabular-nums" : ""} ${className}`}
    />
  );
}
