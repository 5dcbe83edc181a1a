import type { ReactNode } from "react";

/** A part of a page with its own frame. */
export function Card(props: {
  /** For links that lead to it. */
  id?: string;
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** A part that is only a text has it as its description. */
  children?: ReactNode;
}) {
  const { id, title, description, actions, children } = props;
  return (
    <section id={id} className="min-w-0 scroll-mt-16 rounded-lg border border-line bg-surface">
      {(title || actions) && (
        <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-3.5">
          {/* On a phone, sentences beside a button would be a few words wide: the button goes below them. */}
          <div className={`min-w-0 flex-1 ${description ? "basis-56" : "basis-40"}`}>
            {title && <h2 className="font-semibold [overflow-wrap:anywhere]">{title}</h2>}
            {description && <div className="mt-0.5 text-ink-soft">{description}</div>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {children ? <div className="p-4">{children}</div> : <div className="pb-4" />}
    </section>
  );
}
