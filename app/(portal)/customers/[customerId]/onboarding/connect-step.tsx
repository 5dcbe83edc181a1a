"use client";

import { Unplug } from "lucide-react";
import { SourceOverlap } from "@/app/(portal)/customers/[customerId]/(overview)/source-overlap";
import { SourceVolume } from "@/app/(portal)/customers/[customerId]/(overview)/source-volume";
import { BearerToken } from "@/app/(portal)/customers/[customerId]/bearer-token";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { Checklist } from "@/components/proven-hops/checklist";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Hydrating } from "@/components/ui/hydrating";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { EndpointAddress } from "./endpoint-address";
import { useEndpointUrl } from "./endpoint-url";
import { GoLive } from "./go-live";
import { HeapInstructions } from "./heap-instructions";
import { brazeSteps } from "./instruction-steps";
import { Instructions } from "./instructions";

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

  // The checklist comes first for those who read or scroll; on a wide screen it is on the right.
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Hydrating />
      <div className="space-y-4 lg:sticky lg:top-19 lg:order-last">
        <Card title="Checklist" description="Each check turns green once a real request proves it.">
          <Checklist customerId={customer.id} hasButtons />
        </Card>
        {sources.length > 0 && (
          <Card
            title="Does Heap know these users?"
            description="Heap creates a new user for every identity it does not know."
          >
            <div className="space-y-5">
              {sources.map(({ id }) => (
                <div key={id} className="space-y-4">
                  <SourceOverlap customerId={customer.id} sourceId={id} canChange offersHold />
                  <SourceVolume customerId={customer.id} sourceId={id} canChange />
                </div>
              ))}
            </div>
          </Card>
        )}
        <GoLive customer={customer} />
      </div>
      <div className="space-y-6">
        {sources.map((source) => (
          <BrazeInstructions key={source.id} customer={customer} source={source} />
        ))}
        {destinations.map((destination) => (
          <HeapInstructions key={destination.id} customer={customer} destination={destination} />
        ))}
      </div>
    </div>
  );
}

/** What to do in Braze for one source. */
function BrazeInstructions({ customer, source }: { customer: CustomerView; source: SourceView }) {
  const owner = { customerId: customer.id, kind: "sources", ownerId: source.id } as const;
  const { endpoint, url } = useEndpointUrl(owner);
  const currentsPage = useSetupOptions().data?.currentsPage ?? [];
  return (
    <Instructions
      title={`In Braze: send events to Heap for ${customer.name}`}
      steps={brazeSteps(
        customer.name,
        source,
        url ?? `…/api/currents/…${endpoint?.hint ?? ""}`,
        currentsPage,
      )}
      isComplete={url !== null}
      secrets={{
        address: <EndpointAddress {...owner} />,
        token: (
          <>
            <BearerToken source={source} />
            <p className="mt-1 text-xs text-ink-soft">
              The copied text does not include it. Send it separately, not in the same email.
            </p>
          </>
        ),
      }}
    />
  );
}
