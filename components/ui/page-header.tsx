import type { ReactNode } from "react";

/** The head of a page: what it is, and what can be done here. */
export function PageHeader(props: {
  title: ReactNode;
  /** Whether what is shown is current: beside the title, since it is no button. */
  live?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mb-5 flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-60">
        <div className="flex flex-wrap items-center gap-x-3">
          <h1 className="text-lg font-semibold tracking-tight [overflow-wrap:anywhere]">{props.title}</h1>
          {props.live}
        </div>
        {props.description && <div className="mt-0.5 text-ink-soft">{props.description}</div>}
      </div>
      {props.actions && <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
    </div>
  );
}
