import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** What an empty list says: why it is empty, and what to do. */
export function EmptyState(props: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const { icon: Icon, title, children, action } = props;
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-6 py-12 text-center">
      <Icon aria-hidden="true" className="mx-auto size-6 text-ink-soft" strokeWidth={1.5} />
      <h2 className="mt-3 font-semibold">{title}</h2>
      {children && <div className="mx-auto mt-1 max-w-md text-ink-soft">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
