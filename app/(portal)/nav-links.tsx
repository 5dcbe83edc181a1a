"use client";

import { useQuery } from "@tanstack/react-query";
import {
  Bell,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  ScrollText,
  UsersRound,
  Waypoints,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { criticalCountRead } from "./critical-count-read";

const PAGES: readonly { href: string; label: string; icon: LucideIcon }[] = [
  { href: "/", label: "Dashboard", icon: LayoutDashboard },
  { href: "/customers", label: "Customers", icon: Waypoints },
  { href: "/alerts", label: "Alerts", icon: Bell },
  { href: "/audit", label: "Audit log", icon: ScrollText },
  { href: "/team", label: "Team", icon: UsersRound },
  { href: "/api-keys", label: "API keys", icon: KeyRound },
];

/** The portal's pages, with the current one marked. */
export function NavLinks({ onNavigate }: { onNavigate?: () => void }) {
  const path = usePathname();
  return (
    <ul className="space-y-0.5">
      {PAGES.map(({ href, label, icon: Icon }) => {
        const isCurrent = href === "/" ? path === "/" : path.startsWith(href);
        return (
          <li key={href}>
            <Link
              href={href}
              onClick={onNavigate}
              aria-current={isCurrent ? "page" : undefined}
              className={`flex items-center gap-2.5 rounded-md px-2.5 py-1.5 font-medium ${isCurrent ? "bg-raised text-ink" : "text-ink-soft hover:bg-raised hover:text-ink"}`}
            >
              <Icon aria-hidden="true" className="size-4" />
              {label}
              {href === "/alerts" && <CriticalCount />}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** How often it is counted again; alerts change once a minute. */
const COUNT_INTERVAL_MS = 60_000;
/** More are counted as "99+". */
const MOST_SHOWN = 99;

/** How many open alerts make a customer fail, can be acted on and are not snoozed; nothing while there are none. */
function CriticalCount() {
  const { data } = useQuery({ ...criticalCountRead({}).options, refetchInterval: COUNT_INTERVAL_MS });
  if (!data?.critical) return null;
  const shown = data.critical > MOST_SHOWN ? `${MOST_SHOWN}+` : String(data.critical);
  return (
    <span className="ml-auto rounded-full bg-bad-ground px-1.5 text-xs font-semibold text-bad tabular-nums">
      {shown}
      <span className="sr-only"> critical</span>
    </span>
  );
}
