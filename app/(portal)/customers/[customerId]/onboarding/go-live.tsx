"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOverlaps } from "@/app/(portal)/customers/[customerId]/(overview)/use-overlaps";
import { refreshCustomer } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi } from "@/components/data/call-route";
import { useChecks } from "@/components/data/use-checks";
import { Button, ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/notify";
import type { CustomerView } from "@/lib/setup/customers/customer-view";

/** Ends onboarding: at once if all hops are proven and Heap knows the users, otherwise after a question. */
export function GoLive({ customer }: { customer: CustomerView }) {
  const client = useQueryClient();
  const router = useRouter();
  const checks = useChecks(customer.id);
  const overlaps = useOverlaps(customer.id);
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

  if (customer.state !== "onboarding") {
    return (
      <ButtonLink href={`/customers/${customer.id}`} className="w-full">
        Go to the overview
      </ButtonLink>
    );
  }
  if (!checks.data) return null;

  const { isAllProven } = checks.data;
  const { proven, all } = checks.data;
  const strangers = overlaps.data?.items.filter(({ isNearZero }) => isNearZero) ?? [];
  const isReady = isAllProven && strangers.length === 0;
  return (
    <>
      <Button
        tone={isReady ? "primary" : "plain"}
        icon={Rocket}
        className="w-full"
        isBusy={goLive.isPending}
        onClick={() => (isReady ? goLive.mutate() : setAsking(true))}
      >
        {isReady ? "Go live" : isAllProven ? "Go live all the same" : "Go live before all is proven"}
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
        {strangers.map(({ sourceId, message }) => (
          <p key={sourceId}>{message} Every unknown identity becomes a new user in Heap.</p>
        ))}
        {!isAllProven && (
          <p>
            {all - proven} of {all} hops are not proven yet. The checklist stays on the overview.
          </p>
        )}
        <p>Data flows the same in onboarding and live; live says that your team counts on it.</p>
      </ConfirmDialog>
    </>
  );
}
