import { formatNumber } from "@/components/format/format-number";
import type { EventDetail } from "@/lib/forwarding/events/show-event";
import { counted } from "@/lib/kernel/words";
import { pathKey } from "./json-lines";
import type { JsonMark } from "./json-view";

type Change = EventDetail["changes"][number];

/** Where the parts go that every event has. */
const KNOWN: Readonly<Record<string, string>> = {
  id: "→ idempotency key, and a property",
  event_type: "→ event name, and a property",
  time: "→ timestamp",
};

/** The note on each value of Braze's event: where it went. */
export function receivedMarks({ received, sent, changes }: EventDetail): Map<string, JsonMark> {
  const marks = new Map<string, JsonMark>();
  if (!sent || typeof received !== "object" || received === null) return marks;

  for (const [key, value] of Object.entries(received)) {
    if (KNOWN[key]) marks.set(pathKey([key]), { words: KNOWN[key], tone: "quiet" });
    else if (key !== "user" && key !== "properties") marks.set(pathKey([key]), GONE);
    if (key === "user" && typeof value === "object" && value !== null) {
      // Every other value of the user is among the changes.
      for (const name of Object.keys(value)) {
        marks.set(pathKey([key, name]), { words: "→ identity", tone: "quiet" });
      }
    }
  }
  for (const change of changes) marks.set(pathKey(change.path), receivedMark(change));
  return marks;
}

const GONE: JsonMark = { words: "not sent", tone: "gone" };

function receivedMark({ name, change }: Change): JsonMark {
  if (name === null) return GONE;
  if (change === "hashed") return { words: `→ ${name}, hashed`, tone: "accent" };
  return { words: `→ ${name}`, tone: change === "kept" || change === "renamed" ? "quiet" : "accent" };
}

/** The note on each property of Heap's event: how it was changed. */
export function sentMarks({ changes, sent, leftOut }: EventDetail): Map<string, JsonMark> {
  const marks = new Map<string, JsonMark>();
  for (const { path, name, change } of changes) {
    const words = name !== null && sentWords(change, path, sent?.properties[name]);
    if (words) marks.set(pathKey(["properties", name]), { words, tone: "accent" });
  }
  for (const { name, kind, count } of leftOut) {
    if (kind !== "items") continue;
    const words = `a list, joined without ${counted(count, "item")}`;
    marks.set(pathKey(["properties", name]), { words, tone: "gone" });
  }
  return marks;
}

function sentWords(change: Change["change"], path: Change["path"], value: unknown): string | null {
  switch (change) {
    case "lifted":
    case "flattened":
      return `from ${path.slice(1).join(".")}`;
    case "joined":
      return "a list, joined";
    case "counted":
      return "how many items the list has";
    case "text":
      return "true or false, as text";
    case "hashed":
      return "hashed by a rule";
    case "cut":
      return `cut to ${formatNumber(String(value).length)} characters`;
    default:
      return null;
  }
}
