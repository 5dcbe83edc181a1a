import Link from "next/link";

/** The views of alerts: the name, and the address. */
const VIEWS = [
  { view: "", path: "/alerts", label: "Open" },
  { view: "snoozed", path: "/alerts?view=snoozed", label: "Snoozed" },
  { view: "past", path: "/alerts/past", label: "Past" },
] as const;

/** Chooses between the alerts that are open, snoozed and over; whose customers stays chosen. */
export function ViewLinks({ view, owner }: { view: string; owner: string }) {
  const kept = owner && `owner=${encodeURIComponent(owner)}`;
  return (
    <nav aria-label="Views of alerts" className="mb-4 border-b border-line">
      <ul className="flex gap-1">
        {VIEWS.map(({ view: own, path, label }) => (
          <li key={label}>
            <Link
              href={kept ? `${path}${path.includes("?") ? "&" : "?"}${kept}` : path}
              aria-current={own === view ? "page" : undefined}
              className={`-mb-px block border-b-2 px-2.5 py-2 font-medium ${own === view ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink"}`}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
