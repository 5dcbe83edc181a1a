import { z } from "zod";
import { type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import { loadMapping } from "@/lib/forwarding/mapping/mapping-of-source";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { readInTurn } from "@/lib/kernel/body-reads";
import { requireDistinctNames } from "@/lib/setup/sources/require-distinct-names";
import { compareEvents, cutValue, type ForwardedEvent, propertyChange } from "./compare-events";
import { eachOfLatest, MAX_EVENTS } from "./latest-events";
import { type MappingPreviewInput, mappingPreviewInput } from "./mapping-preview-input";
import { renamedProperties } from "./sent-names";

/** Events shown with what changes in them, and properties listed of all. */
const MAX_SHOWN = 5;
const MAX_PROPERTIES = 100;

export const mappingPreviewView = z
  .strictObject({
    /** How many of the latest events that go to Heap were looked at. */
    events: z.int().min(0),
    /** How many of them would be another event in Heap. */
    changed: z.int().min(0),
    /** What rules would do with the tried settings, the most frequent first: Braze's names, and in how many events. */
    properties: z.array(
      z.strictObject({
        name: z.string(),
        action: z.enum(["drop", "hash"]),
        pattern: z.string(),
        events: z.int().min(1),
      }),
    ),
    /** In how many of the events looked at something is said about the user that the tried settings write to Heap. */
    aboutUsers: z.int().min(0),
    /** Some of the events that would change, each of another type, then some of those that only say something about the user. */
    sample: z.array(
      z.strictObject({
        batchId: z.uuid(),
        index: z.int(),
        type: z.string(),
        name: z.strictObject({ before: z.string(), after: z.string() }),
        changes: z.array(propertyChange),
        /** What the tried settings write to the user in Heap. */
        userProperties: z.array(
          z.strictObject({ name: z.string(), value: z.union([z.string(), z.number()]) }),
        ),
      }),
    ),
  })
  .meta({ id: "MappingPreview" });

export type MappingPreview = z.infer<typeof mappingPreviewView>;
type Sample = MappingPreview["sample"][number];

/**
 * What other settings of a source would change in its latest events. Sends nothing and changes nothing. The answer
 * contains personal data of the customer's users.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `unavailable`
 */
export async function previewMapping(
  ctx: Ctx,
  input: MappingPreviewInput & { customerId: string; sourceId: string },
): Promise<MappingPreview> {
  requireRole(ctx, "viewer");
  const { customerId, sourceId, ...rest } = input;
  const tried = parseInput(mappingPreviewInput, rest);
  const own = await loadMapping({ customerId, sourceId });
  const mapping = { ...own, ...tried };
  requireDistinctNames(mapping);

  return readInTurn(ctx, () => compareLatest({ customerId, id: sourceId }, own, mapping));
}

async function compareLatest(
  source: { customerId: string; id: string },
  own: Mapping,
  tried: Mapping,
): Promise<MappingPreview> {
  const preview: MappingPreview = { events: 0, changed: 0, properties: [], aboutUsers: 0, sample: [] };
  const counts = new Map<string, MappingPreview["properties"][number]>();
  await eachOfLatest(source, tried, (raw, place, mapping) => {
    const after = mapEvent(raw, mapping);
    const before = mapEvent(raw, own);
    if (before.outcome !== "forward" || after.outcome !== "forward") return false;
    const changes = compareEvents(before, after, renamedProperties(raw, own, mapping));
    addTo(preview, counts, place, { before, after, changes });
    return true;
  });
  preview.properties = [...counts.values()]
    .sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_PROPERTIES);
  preview.sample.sort((a, b) => Number(isDifferent(b)) - Number(isDifferent(a)));
  return preview;
}

function addTo(
  preview: MappingPreview,
  counts: Map<string, MappingPreview["properties"][number]>,
  place: { batchId: string; index: number },
  { before, after, changes }: { before: ForwardedEvent; after: ForwardedEvent; changes: Sample["changes"] },
): void {
  preview.events++;
  for (const { name, action, pattern } of after.ruled ?? []) {
    const key = `${action} ${name}`;
    const counted = counts.get(key);
    if (counted) counted.events++;
    else if (counts.size < MAX_EVENTS) counts.set(key, { name, action, pattern, events: 1 });
  }

  const name = { before: before.heap.event, after: after.heap.event };
  const userProperties = (after.user ?? []).map((user) => ({ name: user.name, value: cutValue(user.value) }));
  const isChanged = isDifferent({ changes, name });
  if (isChanged) preview.changed++;
  if (userProperties.length > 0) preview.aboutUsers++;
  if (!isChanged && userProperties.length === 0) return;

  const { type } = after.braze;
  const alike = preview.sample.filter((shown) => isDifferent(shown) === isChanged);
  const isNew = !alike.some((shown) => shown.type === type);
  if (isNew && alike.length < MAX_SHOWN)
    preview.sample.push({ ...place, type, name, changes, userProperties });
}

/** Whether an event of the sample would be another event in Heap. */
function isDifferent({ changes, name }: Pick<Sample, "changes" | "name">): boolean {
  return changes.length > 0 || name.before !== name.after;
}
