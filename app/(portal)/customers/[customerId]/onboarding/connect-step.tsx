"use client";

import { Unplug } from "lucide-react";
import { SourceOverlap } from "@/app/(portal)/customers/[customerId]/(overview)/source-overlap";
import { Checklist } from "@/components/proven-hops/checklist";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Hydrating } from "@/components/ui/hydrating";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { BrazeInstructions } from "./braze-instructions";
import { GoLive } from "./go-live";
import { HeapInstructions } from "./heap-instructions";

/** What the customer has to do, and the live checklist of what already works. */
export function ConnectStep(props: {
  customer: CustomerView;
  sources: readonly SourceView[];
  destinations: readonly DestinationView[];
}) {
  const { customer, sources, destinations } = props;
  if (sources.length + destinations.length === 0) {
    return (
      <EmptyState
        icon={Unplug}
        title="Nothing to connect yet"
        action={
          <>
            <ButtonLink href="?step=source">Add a source</ButtonLink>
            <ButtonLink href="?step=destination">Add a destination</ButtonLink>
          </>
        }
      >
        Add a source for Braze to Heap, a destination for Heap to Braze, or both.
      </EmptyState>
    );
  }

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Hydrating />
      <div className="space-y-6">
        {sources.map((source) => (
          <BrazeInstructions key={source.id} customer={customer} source={source} />
        ))}
        {destinations.map((destination) => (
          <HeapInstructions key={destination.id} customer={customer} destination={destination} />
        ))}
      </div>
      <div className="space-y-4 lg:sticky lg:top-19">
        <Card title="Checklist" description="Each hop turns green when a real request has proven it.">
          <Checklist customerId={customer.id} hasButtons />
        </Card>
        {sources.length > 0 && (
          <Card
            title="Are these Heap’s users?"
            description="Heap makes a new user of every identity it does not know."
          >
            <div className="space-y-5">
              {sources.map(({ id }) => (
                <SourceOverlap key={id} customerId={customer.id} sourceId={id} canChange offersHold />
              ))}
            </div>
          </Card>
        )}
        <GoLive customer={customer} />
      </div>
    </div>
  );
}
