import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";

/** The steps after the customer is created. */
const STEPS = ["source", "destination", "connect"] as const;

export type Step = (typeof STEPS)[number];

/** The step requested in the URL, if it is one. */
export function askedStep(asked: string | null): Step | undefined {
  return STEPS.find((step) => step === asked);
}

/** The first step that has nothing saved yet. */
export function firstStep(saved: {
  sources: readonly SourceView[];
  destinations: readonly DestinationView[];
}): Step {
  if (saved.sources.length === 0) return "source";
  return saved.destinations.length === 0 ? "destination" : "connect";
}
