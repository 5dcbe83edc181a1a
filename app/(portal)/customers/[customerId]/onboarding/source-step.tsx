"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { rememberBearerToken } from "@/app/(portal)/customers/[customerId]/bearer-token";
import { type SavedSource, SourceForm } from "@/components/forms/source-form";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { rememberEndpointUrl } from "./endpoint-url";
import { StepFrame } from "./step-frame";

/** Braze to Heap: creates the source, or edits the existing one. */
export function SourceStep(props: {
  customerId: string;
  sources: readonly SourceView[];
  onDone: () => void;
}) {
  const { customerId, sources, onDone } = props;
  const client = useQueryClient();
  // As it was when the step was opened: a new read must not replace what is being typed, nor a new bearer token.
  const [source] = useState(sources[0]);

  function keep(saved: SavedSource | null) {
    if (saved && "endpoint" in saved) rememberEndpointUrl(client, saved.endpoint);
    if (saved?.bearerToken) rememberBearerToken(client, saved.id, saved.bearerToken);
    onDone();
  }

  return (
    <StepFrame
      title="Source: Braze events to Heap"
      about={
        sources.length > 1
          ? `This customer has ${sources.length} sources. This is the first; the others are in Setup.`
          : "Braze Currents sends the customer’s message and behavior events here; they become events in Heap."
      }
      skip={
        source
          ? undefined
          : { href: "?step=destination", label: "Skip: this customer only needs Heap to Braze" }
      }
    >
      <SourceForm
        customerId={customerId}
        source={source}
        showsTokenLater
        saveLabel={source ? "Save and continue" : "Create source and continue"}
        onSaved={keep}
      />
    </StepFrame>
  );
}
