import Link from "next/link";

/** The views of alerts, by the name that the address has for them. */
const VIEWS = [
  { view: "", label: "Open" },
  { view: "snoozed", label: "Snoozed" },
] as const;

/** Chooses between the alerts that are open and those that are snoozed; whose customers stays chosen. */
export function ViewLinks({ view, owner }: { view: string; owner: string }) {
  return (
    <nav aria-label="Views of alerts" className="mb-4 flex gap-1 border-b border-line">
      {VIEWS.map((one) => {
        const query = new URLSearchParams({
          ...(one.view && { view: one.view }),
          ...(owner && { owner }),
        }).toString();
        const isCurrent = one.view === view;
        return (
          <Link
            key={one.label}
            href={query ? `/alerts?${query}` : "/alerts"}
            aria-current={isCurrent ? "page" : undefined}
            className={`-mb-px border-b-2 px-3 py-2 font-medium ${isCurrent ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink"}`}
          >
            {one.label}
          </Link>
        );
      })}
    </nav>
  );
}
