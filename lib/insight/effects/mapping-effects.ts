import type { MappingChanges } from "@/lib/forwarding/previews/compare-mappings";
import type { ChangeGroup, NameGroup } from "@/lib/forwarding/previews/name-changes";
import { counted } from "@/lib/kernel/words";
import type { EffectView } from "./effects-view";

/** What other names, rules and types would do to the latest events, the gravest first; empty when all would stay as it is. Pure. */
export function mappingEffects(changes: MappingChanges): EffectView[] {
  return [personal(changes), names(changes), properties(changes), types(changes)].filter(
    (effect) => effect !== null,
  );
}

function personal({ events, uncovered, groups, uncoveredByRules }: MappingChanges): EffectView | null {
  const measured = ofKinds(groups, "uncovered", "uncovered_hashed");
  const told = measured.length > 0 ? measured : uncoveredByRules;
  if (told.length === 0) return null;

  const number = told.reduce((sum, group) => sum + group.names.length, 0);
  const message =
    measured.length > 0
      ? `Personal data would reach Heap: ${counted(number, "property", "properties")} in ${shareOf(uncovered, events)}.`
      : `Personal data could reach Heap: ${counted(number, "name")} would be covered less than recommended.`;
  return { about: "personal", isHarmful: true, message, cause: basisOf(measured, events), groups: told };
}

function basisOf(measured: NameGroup[], events: number): string {
  const stays = "What Heap already has stays there, even if you revert this.";
  if (measured.length > 0) return `The recommended rules would cover them better. ${stays}`;
  const why =
    events === 0
      ? "There are no recent events to measure this on"
      : `${events === 1 ? "The last event does not have" : `None of the last ${counted(events, "event")} has`} such a property`;
  return `${why}, so this is based on the rules alone. ${stays}`;
}

function names({ events, renamed, groups }: MappingChanges): EffectView | null {
  if (renamed === 0) return null;
  return {
    about: "names",
    isHarmful: true,
    message: `${capital(shareOf(renamed, events))} would have different names in Heap.`,
    cause: "Charts and segments built on the current names stop growing.",
    groups: ofKinds(groups, "event_renamed", "renamed"),
  };
}

function properties({ events, otherProperties, groups }: MappingChanges): EffectView | null {
  if (otherProperties === 0) return null;
  const told = ofKinds(groups, "lost", "hashed", "plain", "sent");
  const has = (...kinds: ChangeGroup[]) => told.some(({ kind }) => kinds.includes(kind));
  const causes = [
    ...(has("lost") ? ["Charts and segments built on what is no longer sent get no new data."] : []),
    ...(has("hashed", "plain") ? ["Earlier and later values no longer match in Heap."] : []),
  ];
  return {
    about: "properties",
    isHarmful: has("lost"),
    message: `${capital(shareOf(otherProperties, events))} would have different properties in Heap.`,
    cause: causes.join(" ") || null,
    groups: told,
  };
}

function types({ events, sent, held, lost, groups }: MappingChanges): EffectView | null {
  const told = [
    ...(lost > 0 ? [`${shareOf(lost, events)} would no longer reach Heap`] : []),
    ...(held > 0 ? [`${shareOf(held, events)} would be held for a decision`] : []),
    ...(sent > 0 ? [`${shareOf(sent, events)} would start to reach Heap`] : []),
  ];
  if (told.length === 0) return null;
  return {
    about: "types",
    isHarmful: lost + held > 0,
    message: `${capital(told.join("; "))}.`,
    cause: lost > 0 ? "Charts and segments built on them stop growing." : null,
    groups: ofKinds(groups, "type_lost", "type_held", "type_sent"),
  };
}

function ofKinds(groups: NameGroup[], ...kinds: ChangeGroup[]): NameGroup[] {
  return kinds.flatMap((kind) => groups.find((group) => group.kind === kind) ?? []);
}

/** "the last event", "all of the last 3 events", "2 of the last 3 events". */
function shareOf(some: number, events: number): string {
  if (events === 1) return "the last event";
  return `${some === events ? "all" : some} of the last ${counted(events, "event")}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
