"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOverlaps } from "@/app/(portal)/customers/[customerId]/(overview)/use-overlaps";
import { refreshCustomer, useOverview } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi } from "@/components/data/call-route";
import { useChecks } from "@/components/data/use-checks";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/notify";
import type { OpenAlertView } from "@/lib/insight/overview/overview-view";
import { counted } from "@/lib/kernel/words";
import type { CustomerView } from "@/lib/setup/customers/customer-view";

const GRAVE: ReadonlySet<string> = new Set(["damages", "loses", "stops"]);

/**
 * Whether an alert should not go unnoticed before going live: something is damaged or lost, or a flow is stopped. That Heap
 * does not know the users is said from the comparison itself.
 */
function isGrave({ harm, kind }: OpenAlertView): boolean {
  return GRAVE.has(harm) && kind !== "identity_mismatch";
}

/** Ends onboarding: at once if all hops are proven and Heap knows the users, otherwise after a question. */
export function GoLive({ customer }: { customer: CustomerView }) {
  const client = useQueryClient();
  const router = useRouter();
  const checks = useChecks(customer.id);
  const overlaps = useOverlaps(customer.id);
  const grave = useOverview(customer.id).data?.alerts.filter(isGrave) ?? [];
  const [isAsking, setAsking] = useState(false);

  const goLive = useMutation({
    mutationFn: () =>
      changeApi("PATCH", "/api/v1/customers/[customerId]", {
        params: { customerId: customer.id },
        body: { version: customer.version, state: "live" },
      }),
    onSuccess: () => {
      toast.success(`${customer.name} is live.`);
      router.refresh();
    },
    onSettled: () => {
      setAsking(false);
      return refreshCustomer(client, customer.id);
    },
  });

  if (customer.state !== "onboarding") return <WhatComesNext customer={customer} />;
  if (!checks.data) return null;

  const { isAllProven } = checks.data;
  const { proven, skipped, all } = checks.data;
  const strangers = overlaps.data?.items.filter(({ isNearZero }) => isNearZero) ?? [];
  const isReady = isAllProven && strangers.length === 0 && grave.length === 0;
  return (
    <>
      <Button
        tone={isReady ? "primary" : "plain"}
        icon={Rocket}
        className="w-full"
        isBusy={goLive.isPending}
        onClick={() => (isReady ? goLive.mutate() : setAsking(true))}
      >
        {isReady ? "Go live" : isAllProven ? "Go live anyway" : "Go live before all checks are proven"}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Go live with ${customer.name}?`}
        confirmLabel="Go live"
        tone="primary"
        isBusy={goLive.isPending}
        onConfirm={() => goLive.mutate()}
      >
        {grave.length > 0 && (
          <div>
            <p className="font-medium text-bad">
              {grave.length === 1
                ? "One critical alert is open:"
                : `${grave.length} critical alerts are open:`}
            </p>
            <ul className="mt-1 list-disc space-y-1 pl-5 [overflow-wrap:anywhere]">
              {grave.map(({ id, message, nextAction }) => (
                <li key={id}>
                  {message} {nextAction}
                </li>
              ))}
            </ul>
          </div>
        )}
        {strangers.map(({ sourceId, message }) => (
          <p key={sourceId}>{message} Every unknown identity becomes a new user in Heap.</p>
        ))}
        {!isAllProven && (
          <p>
            Not proven yet: {all - proven - skipped} of {counted(all, "check")}. The checklist stays on the
            overview.
          </p>
        )}
        <p>Data already flows during onboarding. “Live” tells your team that the customer relies on it.</p>
      </ConfirmDialog>
    </>
  );
}

/** After going live: what a CSM does next. */
function WhatComesNext({ customer }: { customer: CustomerView }) {
  const base = `/customers/${customer.id}`;
  return (
    <Card title={customer.state === "live" ? "The customer is live. What comes next" : "What comes next"}>
      <ol className="list-decimal space-y-3 pl-5 marker:text-ink-soft">
        <li className="pl-1">
          Share a status link, so the customer can see how the connection is doing without asking you.
          <div className="mt-1.5">
            <ButtonLink size="small" href={`${base}/setup?new=status-link#status-page`}>
              Create a status link
            </ButtonLink>
          </div>
        </li>
        <li className="pl-1">
          Check the overview tomorrow. A day of events and the first syncs will show whether users match.
          <div className="mt-1.5">
            <ButtonLink size="small" href={base}>
              Go to the overview
            </ButtonLink>
          </div>
        </li>
        <li className="pl-1 text-ink-soft">If something stops, an alert on the dashboard says what to do.</li>
      </ol>
    </Card>
  );
}
