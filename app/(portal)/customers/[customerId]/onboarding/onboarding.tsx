"use client";

import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { useCan } from "@/components/data/use-actor";
import { Card } from "@/components/ui/card";
import { Checklist } from "@/components/ui/checklist";
import { FailedState } from "@/components/ui/failed-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StepNav } from "./step-nav";
import { currentStep, type Step } from "./steps";
import { useOnboarding } from "./use-onboarding";

// Only the step that is shown comes with the page.
const SourceStep = dynamic(() => import("./source-step").then((module) => module.SourceStep));
const DestinationStep = dynamic(() => import("./destination-step").then((module) => module.DestinationStep));
const ConnectStep = dynamic(() => import("./connect-step").then((module) => module.ConnectStep));

/** The steps of onboarding; which one shows stands in the URL. */
export function Onboarding({ customerId }: { customerId: string }) {
  const client = useQueryClient();
  const router = useRouter();
  const asked = useSearchParams().get("step");
  const canChange = useCan("csm");
  const { customer, sources, destinations } = useOnboarding(customerId);
  const error = customer.error ?? sources.error ?? destinations.error;
  const stepPart = useStepFocus(asked);

  if (!customer.data || !sources.data || !destinations.data) {
    return error ? (
      <FailedState
        error={error}
        onRetry={() => client.invalidateQueries({ queryKey: ["customer", customerId] })}
      />
    ) : (
      <SkeletonRows label="Reading what is saved" />
    );
  }

  if (!canChange) {
    return (
      <>
        <PageHeader title="Onboarding" description="CSMs set this up; you can watch how far it is." />
        <Card title="Checklist" description="Each hop turns green when a real request has proven it.">
          <Checklist customerId={customerId} />
        </Card>
      </>
    );
  }

  const saved = { sources: sources.data.items, destinations: destinations.data.items };
  const step = currentStep(asked, saved);

  async function goOn(next: Step) {
    await client.invalidateQueries({ queryKey: ["customer", customerId] });
    router.push(`?step=${next}`);
  }

  return (
    <>
      <PageHeader
        title="Onboarding"
        description="What you enter is saved at each step: leave and come back whenever you like."
      />
      <StepNav
        step={step}
        hasSource={saved.sources.length > 0}
        hasDestination={saved.destinations.length > 0}
      />
      <div ref={stepPart} tabIndex={-1} className="focus:outline-none">
        {step === "source" && (
          <SourceStep customerId={customerId} sources={saved.sources} onDone={() => goOn("destination")} />
        )}
        {step === "destination" && (
          <DestinationStep
            customerId={customerId}
            destinations={saved.destinations}
            onDone={() => goOn("connect")}
          />
        )}
        {step === "connect" && <ConnectStep customer={customer.data} {...saved} />}
      </div>
    </>
  );
}

/** After a change of step the keyboard goes on at its beginning, not at the end of the page. */
function useStepFocus(step: string | null) {
  const part = useRef<HTMLDivElement>(null);
  const last = useRef(step);
  useEffect(() => {
    if (last.current === step) return;
    last.current = step;
    part.current?.focus();
  }, [step]);
  return part;
}
