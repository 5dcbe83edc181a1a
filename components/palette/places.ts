import {
  Activity,
  Bell,
  BookOpen,
  History,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Plus,
  RefreshCw,
  ScrollText,
  Settings2,
  UserRound,
  UserRoundSearch,
  UsersRound,
  Waypoints,
} from "lucide-react";

/** Something the palette can go to. */
export interface Place {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Other words people type for it. */
  words?: string;
}

const PAGES: readonly Place[] = [
  { href: "/", label: "Dashboard", icon: LayoutDashboard, words: "home" },
  { href: "/customers", label: "Customers", icon: Waypoints },
  { href: "/alerts", label: "Alerts", icon: Bell, words: "problems failing triage" },
  { href: "/alerts/past", label: "Past alerts", icon: History, words: "resolved dismissed ended" },
  { href: "/audit", label: "Audit log", icon: ScrollText, words: "history csv" },
  { href: "/team", label: "Team", icon: UsersRound, words: "users invite" },
  { href: "/api-keys", label: "API keys", icon: KeyRound, words: "token" },
  { href: "/account", label: "Your account", icon: UserRound, words: "password sessions sign" },
  { href: "/api-reference", label: "API reference", icon: BookOpen, words: "openapi scripts curl" },
];

const NEW_CUSTOMER: Place = {
  href: "/customers/new",
  label: "New customer",
  icon: Plus,
  words: "add create onboard",
};

const CUSTOMER_PAGES: readonly Place[] = [
  { href: "", label: "Overview", icon: LayoutDashboard, words: "health alerts" },
  { href: "/events", label: "Events", icon: Activity, words: "quarantined" },
  { href: "/segments", label: "Segments", icon: UserRoundSearch, words: "cohorts members" },
  { href: "/syncs", label: "Syncs", icon: RefreshCw, words: "pushes" },
  { href: "/setup", label: "Setup", icon: Settings2, words: "endpoints secrets sources destinations" },
  { href: "/audit", label: "Audit", icon: ScrollText, words: "history" },
];

/** The portal's own pages whose name or other words begin with the typed text. */
export function findPages(typed: string, { canChange }: { canChange: boolean }): Place[] {
  return matching(canChange ? [...PAGES, NEW_CUSTOMER] : PAGES, typed);
}

/** The pages of one customer that match the typed text. */
export function findCustomerPages(customerId: string, typed: string): Place[] {
  const places = CUSTOMER_PAGES.map((page) => ({ ...page, href: `/customers/${customerId}${page.href}` }));
  return matching(places, typed);
}

function matching(places: readonly Place[], typed: string): Place[] {
  const sought = typed.trim().toLowerCase();
  return places.filter(({ label, words = "" }) => ` ${label} ${words}`.toLowerCase().includes(` ${sought}`));
}
