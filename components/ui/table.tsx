import type { ComponentProps } from "react";

/** What keeps the header of a table in view below the bar at the top. A border would stay behind, so a shadow draws it. */
const KEPT_HEADER =
  "xl:[&_thead_th]:sticky xl:[&_thead_th]:top-13 xl:[&_thead_th]:z-10 xl:[&_thead_th]:shadow-[inset_0_-1px_0_var(--line)]";

/**
 * A table in its frame. If it is too wide, the frame scrolls, by keyboard too, and not the page. A table that always fits
 * on a wide screen can keep its header in view there; a frame that scrolls cannot.
 */
export function Table({
  label,
  frameId,
  keepsHeader = false,
  className = "",
  ...rest
}: {
  label: string;
  /** For a link that leads to it. */
  frameId?: string;
  keepsHeader?: boolean;
} & ComponentProps<"table">) {
  return (
    <section
      id={frameId}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={`relative scroll-mt-16 overflow-x-auto rounded-lg border border-line bg-surface ${keepsHeader ? "xl:overflow-x-clip" : ""}`}
    >
      <table
        {...rest}
        className={`w-full border-collapse text-left ${keepsHeader ? KEPT_HEADER : ""} ${className}`}
      />
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
      className={`border-b border-line bg-surface px-3 py-2 text-xs font-medium whitespace-nowrap text-ink-soft first:rounded-tl-lg first:pl-4 last:rounded-tr-lg last:pr-4 ${isNumber ? "text-right" : ""} ${className}`}
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
