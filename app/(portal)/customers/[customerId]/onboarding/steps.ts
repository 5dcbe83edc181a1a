import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";

/** The steps after the customer was created. */
const STEPS = ["source", "destination", "connect"] as const;

export type Step = (typeof STEPS)[number];

/** The step the URL asks for, else the first that has nothing saved yet. */
export function currentStep(
  asked: string | null | undefined,
  saved: { sources: readonly SourceView[]; destinations: readonly DestinationView[] },
): Step {
  const known = STEPS.find((step) => step === asked);
  if (known) return known;
  if (saved.sources.length === 0) return "source";
  return saved.destinations.length === 0 ? "destination" : "connect";
}
