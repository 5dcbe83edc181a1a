"use client";

import type { ComponentProps } from "react";
import { RadioCards } from "@/components/ui/radio-cards";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";

/** Which workspace a new key is for. Nothing chosen counts as `other`: everybody is sent again, which harms nothing. */
export type WorkspaceChoice = "same" | "other";

const optionsOf = (kind: DestinationView["kind"]) => [
  {
    value: "same",
    title: "The same workspace, with a new key",
    description: "Only changes are sent from now on, as before.",
  },
  {
    value: "other",
    title: "Another workspace, or I am not sure",
    description:
      kind === "cohort"
        ? "Everyone in every segment is sent again, and missing cohorts are created. A workspace that was used before keeps its cohorts."
        : "Everyone in every segment is sent again, which costs data points if the contract counts them. A workspace that was used before keeps its attributes.",
  },
];

/** Asks what Braze does not tell: whether a new key opens the workspace that was sent to so far. */
export function WorkspaceChoiceField({
  control,
  kind,
}: {
  control: ComponentProps<"input">;
  kind: DestinationView["kind"];
}) {
  return (
    <RadioCards
      legend="Which Braze workspace is the new key for?"
      control={control}
      options={optionsOf(kind)}
    />
  );
}
