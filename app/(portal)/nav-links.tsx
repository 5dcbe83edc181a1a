"use client";

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
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
