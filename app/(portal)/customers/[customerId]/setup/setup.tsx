"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import {
  ASIDE_MS,
  useCustomer,
  useOverview,
} from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { destinationsRead, sourcesRead } from "@/components/data/setup-reads";
import { useCan } from "@/components/data/use-actor";
import { FormDrawer } from "@/components/forms/form-drawer";
import { Button, ButtonLink } from "@/components/ui/button";
import { FailedState } from "@/components/ui/failed-state";
import { toast } from "@/components/ui/notify";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { ArchiveCustomer, BringBack } from "./archive-customer";
import { CustomerCard, TargetCard, ThresholdsCard } from "./customer-cards";
import type { StateSteps } from "./customer-values";
import { DestinationSettings } from "./destination-settings";
import { SourceSettings } from "./source-settings";
import { StatusLinks } from "./status-links/list";

// The forms are loaded when someone adds something, not with the page.
const SourceForm = dynamic(
  () => import("@/components/forms/source-form").then((module) => module.SourceForm),
  { ssr: false },
);
const DestinationForm = dynamic(
  () => import("@/components/forms/destination-form").then((module) => module.DestinationForm),
  { ssr: false },
);

/** Everything set up for a customer; everyone can read it, CSMs can change it. */
export function Setup({ customerId, steps }: { customerId: string; steps: StateSteps }) {
  const customer = useCustomer(customerId);
  const { data: overview } = useOverview(customerId);
  const sources = useQuery({ ...sourcesRead({ customerId }).options, refetchInterval: ASIDE_MS });
  const destinations = useQuery({
    ...destinationsRead({ customerId }).options,
    refetchInterval: ASIDE_MS,
  });
  const [adding, setAdding] = useState<"source" | "destination" | null>(null);
  const isCsm = useCan("csm");

  const failed = [customer, sources, destinations].find(({ error, data }) => error && !data);
  if (failed?.error) return <FailedState error={failed.error} onRetry={() => failed.refetch()} />;
  if (!customer.data || !sources.data || !destinations.data)
    return <SkeletonRows label="Loading the setup" />;

  const close = () => setAdding(null);
  const added = (saved: { name: string } | null) => {
    close();
    toast.success(`“${saved?.name}” added. Its endpoint is below.`);
  };
  const isArchived = customer.data.state === "archived";
  const canChange = isCsm && !isArchived;
  return (
    <>
      <PageHeader
        title="Setup"
        description={
          isCsm ? undefined : "You can view this. To change it, ask a CSM or an admin on your team."
        }
        actions={
          <>
            <ButtonLink href={`/customers/${customerId}/setup/data`}>Data and erasure</ButtonLink>
            {canChange && (
              <>
                <Button icon={Plus} onClick={() => setAdding("source")}>
                  Add source
                </Button>
                <Button icon={Plus} onClick={() => setAdding("destination")}>
                  Add destination
                </Button>
              </>
            )}
          </>
        }
      />
      <div className="space-y-5">
        {isArchived && isCsm && <BringBack customer={customer.data} />}
        <CustomerCard customer={customer.data} canChange={canChange} steps={steps} />
        {sources.data.items.map((source) => (
          <SourceSettings
            key={source.id}
            source={source}
            overview={overview?.sources.find(({ id }) => id === source.id)}
            canChange={canChange}
          />
        ))}
        {sources.data.items.length === 0 && (
          <Missing>No source yet, so no events go from Braze to Heap.</Missing>
        )}
        {destinations.data.items.map((destination) => (
          <DestinationSettings
            key={destination.id}
            destination={destination}
            overview={overview?.destinations.find(({ id }) => id === destination.id)}
            canChange={canChange}
          />
        ))}
        {destinations.data.items.length === 0 && (
          <Missing>No destination yet, so no segments go from Heap to Braze.</Missing>
        )}
        <ThresholdsCard customer={customer.data} canChange={canChange} />
        <TargetCard customer={customer.data} canChange={canChange} />
        <StatusLinks customerId={customerId} canChange={canChange} />
        {canChange && <ArchiveCustomer customer={customer.data} />}
      </div>
      <FormDrawer isOpen={adding === "source"} onClose={close} title="Add a source">
        {(cancel) => <SourceForm customerId={customerId} onSaved={added} onCancel={cancel} />}
      </FormDrawer>
      <FormDrawer isOpen={adding === "destination"} onClose={close} title="Add a destination">
        {(cancel) => <DestinationForm customerId={customerId} onSaved={added} onCancel={cancel} />}
      </FormDrawer>
    </>
  );
}

function Missing({ children }: { children: React.ReactNode }) {
  return (
    <p className="rounded-lg border border-dashed border-line-strong px-4 py-5 text-ink-soft">{children}</p>
  );
}
