import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { filesBelow } from "./files";

const root = path.resolve(import.meta.dirname, "../..");

/** Files that read or change events in rows alone, and why none of them is in a pack (docs/decisions/044-packed-events.md). */
const ROWS_ALONE: Readonly<Record<string, string>> = {
  "lib/forwarding/batches/take-pending.ts": "of batches that are not done",
  "lib/forwarding/deliveries/book-delivery.ts": "of the last minute",
  "lib/forwarding/events/estimate-volume.ts": "of the last week",
  "lib/forwarding/user-properties/note-user-properties.ts": "recorded in the same transaction",
  "lib/insight/alerts/read-source-facts.ts": "of the last day",
};

/** Whether the SQL of a file reads or changes events, and the file knows nothing of packs. */
function knowsRowsAlone(text: string): boolean {
  if (/lib\/kernel\/packed-events|lib\/forwarding\/packs\/|latestOf\("|event_pack/.test(text)) return false;
  return (text.match(/`[^`]*`|"[^"\n]*"/g) ?? []).some((part) =>
    /\b(?:FROM|JOIN|UPDATE)\s+"?event\b"?(?!_)/.test(part),
  );
}

test("whoever reads or changes events of any age finds those in packs too", () => {
  const files = filesBelow("lib").filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const found = files.filter((file) => knowsRowsAlone(readFileSync(path.join(root, file), "utf8")));
  expect(found.sort()).toEqual(Object.keys(ROWS_ALONE).sort());
});

test.each([
  ["`SELECT FROM event WHERE batch_id = $1`", true],
  ["`UPDATE event e SET outcome = $1`", true],
  ["`SELECT * FROM event_hour`", false],
  ['import "@/lib/kernel/packed-events"; `SELECT FROM event`', false],
])("%s: %s", (text, isAlone) => {
  expect(knowsRowsAlone(text)).toBe(isAlone);
});
