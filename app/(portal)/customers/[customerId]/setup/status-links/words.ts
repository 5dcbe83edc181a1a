import type { StatusLinkView } from "@/lib/setup/status-links/status-link-view";

export type LinkPermission = "canSync" | "canToggle" | "canCopyEndpoints";

/** What a link may allow besides looking: its name in a list, and what ticking it means. */
export const PERMISSIONS: readonly { name: LinkPermission; label: string; short: string; hint: string }[] = [
  {
    name: "canSync",
    label: "Sync now",
    short: "sync now",
    hint: "The customer can send changes to Braze right away.",
  },
  {
    name: "canToggle",
    label: "Turn segments off and on",
    short: "turn segments off and on",
    hint: "Segments they turn on become recurring.",
  },
  {
    name: "canCopyEndpoints",
    label: "Copy the endpoint URLs",
    short: "copy the endpoint URLs",
    hint: "For the person who enters them in Braze and Heap. Anyone who has a URL can send to it.",
  },
];

/** What a link allows, in one line. */
export function allowedWords(link: Pick<StatusLinkView, LinkPermission>): string {
  const allowed = PERMISSIONS.filter(({ name }) => link[name]).map(({ short }) => short);
  return allowed.length === 0 ? "View only" : `View, ${allowed.join(", ")}`;
}
