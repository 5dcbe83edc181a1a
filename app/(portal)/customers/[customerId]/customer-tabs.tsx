"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

const TABS = [
  { path: "", label: "Overview" },
  { path: "/events", label: "Events" },
  { path: "/segments", label: "Segments" },
  { path: "/syncs", label: "Syncs" },
  { path: "/setup", label: "Setup" },
  { path: "/audit", label: "Audit" },
];

/** A customer's pages. */
export function CustomerTabs({ customerId }: { customerId: string }) {
  const path = usePathname();
  const base = `/customers/${customerId}`;
  return (
    <nav aria-label="Customer" className="scrolls-sideways mb-6 border-b border-line">
      <ul className="flex gap-1 max-sm:justify-between max-sm:gap-0">
        {TABS.map((tab) => {
          const href = base + tab.path;
          const isCurrent = tab.path === "" ? path === base : path.startsWith(href);
          return (
            <li key={tab.path}>
              <Link
                href={href}
                ref={isCurrent ? bringIntoView : undefined}
                aria-current={isCurrent ? "page" : undefined}
                className={`block whitespace-nowrap border-b-2 px-2.5 py-2 font-medium max-sm:px-1 max-sm:text-[0.8125rem] ${isCurrent ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink"}`}
              >
                {tab.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** On a narrow phone not all tabs fit: scroll so that the current one is visible. */
function bringIntoView(tab: HTMLAnchorElement | null): void {
  tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
