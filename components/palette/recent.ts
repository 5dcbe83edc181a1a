/** The browser stores the ids of the customers looked at last under this name; no names. */
const STORED = "tributary.recent-customers";
const MAX_RECENT = 5;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The customer that a path of the portal is about, or null. */
export function customerOf(path: string): string | null {
  const [, first, id = ""] = path.split("/");
  return first === "customers" && UUID.test(id) ? id : null;
}

/** Ids of the customers looked at in this browser, latest first. */
export function readRecent(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(stored) ? stored.filter((id) => typeof id === "string" && UUID.test(id)) : [];
  } catch {
    return []; // A browser without storage remembers nothing.
  }
}

/** Records that a customer was looked at. */
export function noteRecent(customerId: string): void {
  const ids = [customerId, ...readRecent().filter((id) => id !== customerId)].slice(0, MAX_RECENT);
  try {
    localStorage.setItem(STORED, JSON.stringify(ids));
  } catch {
    // Without storage nothing is remembered, and nothing else depends on it.
  }
}
