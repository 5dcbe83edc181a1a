import { flattenProperties } from "@/lib/forwarding/mapping/flatten-properties";
import type { SentAs } from "@/lib/forwarding/mapping/heap-properties";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import { readCurrentsEvent } from "@/lib/vendors/braze/currents-event";

/** What each property of an event is called in Heap under these settings; empty for an event that cannot be read. */
export function sentNames(raw: unknown, settings: Mapping): SentAs {
  const read = readCurrentsEvent(raw);
  const sentAs: SentAs = new Map();
  if (read.ok) flattenProperties(read.event, settings, settings.identityField, sentAs);
  return sentAs;
}

/** The new name of each property of an event that other settings rename, by its name in Heap before. */
export function renamedProperties(raw: unknown, before: Mapping, after: Mapping): Map<string, string> {
  const was = sentNames(raw, before);
  const renamed = new Map<string, string>();
  for (const [path, { heapName }] of sentNames(raw, after)) {
    const old = was.get(path);
    if (old && old.heapName !== heapName) renamed.set(old.heapName, heapName);
  }
  return renamed;
}
