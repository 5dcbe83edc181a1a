/** The headings of the document, in reading order; `also` lists further words of an address that belong there. */
const GROUPS: { name: string; title: string; description: string; also?: string[] }[] = [
  { name: "customers", title: "Customers", description: "The companies being served." },
  {
    name: "sources",
    title: "Sources",
    description: "Braze Currents connectors and how their events become Heap events.",
  },
  {
    name: "destinations",
    title: "Destinations",
    description: "Heap segment webhooks and the Braze workspaces they keep in sync.",
  },
  { name: "endpoints", title: "Endpoints", description: "The secret URLs Braze and Heap post to." },
  {
    name: "connect-links",
    title: "Connect links",
    description: "One-time links through which customers enter their own secrets.",
  },
  { name: "status-links", title: "Status links", description: "Links to a customer’s own status page." },
  { name: "events", title: "Events", description: "What Braze sent, and what became of it." },
  { name: "batches", title: "Batches", description: "Requests from Braze, as received." },
  { name: "deliveries", title: "Deliveries", description: "Calls to Heap." },
  { name: "replays", title: "Replays", description: "Events mapped and sent again." },
  { name: "segments", title: "Segments", description: "Heap’s segments, their members and their mode." },
  { name: "syncs", title: "Syncs", description: "Runs that push a segment’s changes to Braze." },
  {
    name: "match-checks",
    title: "Match checks",
    description: "The share of a segment’s IDs that Braze knows, measured on a random sample.",
  },
  {
    name: "dry-runs",
    title: "Dry runs",
    description: "What a sync would push, counted without a call to Braze.",
  },
  {
    name: "identity-overlaps",
    title: "Identity overlap",
    description: "Whether Heap knows the users that events are about.",
    also: ["identity-overlap"],
  },
  { name: "alerts", title: "Alerts", description: "Open problems and what to do about them." },
  { name: "audit", title: "Audit log", description: "Who changed or triggered what, and when." },
  { name: "users", title: "Users", description: "The team.", also: ["me", "password-links"] },
  { name: "api-keys", title: "API keys", description: "Keys for scripts." },
  { name: "other", title: "Everything else", description: "Other data that the portal reads." },
];

/** The headings as OpenAPI's tags. */
export const tags = GROUPS.map(({ title, description }) => ({ name: title, description }));

/** The heading for an address: that of its last word that has one. */
export function tagOf(path: string): string {
  const words = path.split("/").map((word) => word.replace(/\.\w+$/, ""));
  const group = words
    .map((word) => GROUPS.find(({ name, also = [] }) => name === word || also.includes(word)))
    .findLast((found) => found !== undefined);
  return (group ?? GROUPS.at(-1))?.title ?? "";
}
