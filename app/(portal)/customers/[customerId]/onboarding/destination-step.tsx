"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DestinationForm, type SavedDestination } from "@/components/forms/destination-form";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { rememberEndpointUrl } from "./endpoint-url";
import { StepFrame } from "./step-frame";

/** Heap to Braze: creates the destination, or edits the existing one. */
export function DestinationStep(props: {
  customerId: string;
  destinations: readonly DestinationView[];
  onDone: () => void;
}) {
  const { customerId, destinations, onDone } = props;
  const client = useQueryClient();
  // As it was when the step was opened: a new read must not replace what is being typed.
  const [destination] = useState(destinations[0]);

  function keep(saved: SavedDestination | null) {
    if (saved && "endpoint" in saved) rememberEndpointUrl(client, saved.endpoint);
    onDone();
  }

  return (
    <StepFrame
      title="Destination: Heap segments to Braze"
      about={
        destinations.length > 1
          ? `This customer has ${destinations.length} destinations. This is the first; the others are in Setup.`
          : "Heap sends segment changes here; each segment becomes a Braze cohort or a custom attribute."
      }
      skip={
        destination
          ? undefined
          : { href: "?step=connect", label: "Skip: this customer only needs Braze to Heap" }
      }
    >
      <DestinationForm
        customerId={customerId}
        destination={destination}
        saveLabel={destination ? "Save and continue" : "Create destination and continue"}
        onSaved={keep}
      />
    </StepFrame>
  );
}
