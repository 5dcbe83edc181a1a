import type { MappingPreview } from "@/lib/forwarding/previews/preview-mapping";
import type { EffectView } from "./effects-view";

/** New names that are told; a preview has at most five. */
const NAMES_TOLD = 3;

/** What other names and rules would do to the latest events; empty when they would stay as they are. Pure. */
export function mappingEffects({ events, changed, sample }: MappingPreview): EffectView[] {
  if (changed === 0) return [];

  const share =
    events === 1 ? "The last event" : `${changed === events ? "All" : changed} of the last ${events} events`;
  const renamed = sample.filter(({ name }) => name.before !== name.after);
  if (renamed.length > 0) {
    const told = renamed.slice(0, NAMES_TOLD).map(({ name }) => `“${name.before}” becomes “${name.after}”`);
    return [
      {
        about: "names",
        isHarmful: true,
        message: `${share} would look different in Heap: ${told.join(", ")}.`,
        cause: "For Heap these are new events. Charts and segments built on the old names stop growing.",
      },
    ];
  }

  const names = [...new Set(sample.flatMap(({ changes }) => changes.map(({ name }) => name)))];
  const lost = sample.some(({ changes }) =>
    changes.some(({ before, after }) => before !== null && after === null),
  );
  const told = names.slice(0, NAMES_TOLD).map((name) => `“${name}”`);
  return [
    {
      about: "properties",
      isHarmful: lost,
      message: `${share} would have other properties in Heap: ${told.join(", ")}${names.length > NAMES_TOLD ? " and more" : ""}.`,
      cause: lost ? "Charts and segments built on what is no longer sent get no new data." : null,
    },
  ];
}
