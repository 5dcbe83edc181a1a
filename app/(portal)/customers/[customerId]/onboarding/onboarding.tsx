"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { keyOf } from "@/components/data/address";
import { customerRead, destinationsRead, sourcesRead } from "@/components/data/setup-reads";
import { useCan } from "@/components/data/use-actor";
import { Card } from "@/components/ui/card";
import { FailedState } from "@/components/ui/failed-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { StepNav } from "./step-nav";
import { askedStep, firstStep, type Step } from "./steps";

// The page comes only with the step that is shown.
const SourceStep = dynamic(() => import("./source-step").then((module) => module.SourceStep));
const DestinationStep = dynamic(() => import("./destination-step").then((module) => module.DestinationStep));
const Checklist = dynamic(
  () => import("@/components/proven-hops/checklist").then((module) => module.Checklist),
  { loading: () => null },
);
const ConnectStep = dynamic(() => import("./connect-step").then((module) => module.ConnectStep));

/** The steps of onboarding; the URL says which one is shown. */
export function Onboarding({ customerId }: { customerId: string }) {
  const client = useQueryClient();
  const asked = useSearchParams().get("step");
  const canChange = useCan("csm");
  const { customer, sources, destinations } = useOnboarding(customerId);
  const error = customer.error ?? sources.error ?? destinations.error;

  if (!customer.data || !sources.data || !destinations.data) {
    return error ? (
      <FailedState
        error={error}
        onRetry={() =>
          client.invalidateQueries({ queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }) })
        }
      />
    ) : (
      <SkeletonRows label="Loading" />
    );
  }

  if (!canChange) {
    return (
      <>
        <PageHeader title="Onboarding" description="CSMs set this up; you can follow the progress." />
        <Card title="Checklist" description="Each check turns green once a real request proves it.">
          <Checklist customerId={customerId} />
        </Card>
      </>
    );
  }

  return (
    <Steps
      asked={asked}
      customer={customer.data}
      sources={sources.data.items}
      destinations={destinations.data.items}
    />
  );
}

function Steps(props: {
  asked: string | null;
  customer: CustomerView;
  sources: readonly SourceView[];
  destinations: readonly DestinationView[];
}) {
  const { asked, customer, sources, destinations } = props;
  const router = useRouter();
  // As it was on arrival: what others add in the meantime must not take away the step that is being filled in.
  const [first] = useState(() => firstStep({ sources, destinations }));
  const step = askedStep(asked) ?? first;
  const stepPart = useStepFocus(step);
  const goTo = (next: Step) => router.push(`?step=${next}`);
  return (
    <>
      <PageHeader
        title="Onboarding"
        description="Each step is saved when you continue, so you can leave and come back at any time."
      />
      <StepNav step={step} hasSource={sources.length > 0} hasDestination={destinations.length > 0} />
      <div ref={stepPart} tabIndex={-1} className="focus:outline-none">
        {step === "source" && (
          <SourceStep customerId={customer.id} sources={sources} onDone={() => goTo("destination")} />
        )}
        {step === "destination" && (
          <DestinationStep
            customerId={customer.id}
            destinations={destinations}
            onDone={() => goTo("connect")}
          />
        )}
        {step === "connect" && (
          <ConnectStep customer={customer} sources={sources} destinations={destinations} />
        )}
      </div>
    </>
  );
}

/** After a change of step the keyboard focus and the page move to its beginning: a long form leaves both at their end. */
function useStepFocus(step: Step) {
  const part = useRef<HTMLDivElement>(null);
  const last = useRef(step);
  useEffect(() => {
    if (last.current === step) return;
    last.current = step;
    part.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [step]);
  return part;
}

/**
 * What is saved of a customer so far; the connect step reads it again, since the customer may enter secrets in the
 * meantime.
 */
const POLL_MS = 5_000;

function useOnboarding(customerId: string) {
  const customer = useQuery(customerRead({ customerId }).options);
  const sources = useQuery(sourcesRead({ customerId }).options);
  const destinations = useQuery({ ...destinationsRead({ customerId }).options, refetchInterval: POLL_MS });
  return { customer, sources, destinations };
}
