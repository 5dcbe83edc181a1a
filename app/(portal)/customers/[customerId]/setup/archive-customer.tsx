"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore } from "lucide-react";
import { useState } from "react";
import { refreshCustomer } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi } from "@/components/data/call-route";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/notify";
import type { CustomerView } from "@/lib/setup/customers/customer-view";

/** Ends a customer's service, confirmed by its name. */
export function ArchiveCustomer({ customer }: { customer: CustomerView }) {
  const [isAsking, setAsking] = useState(false);
  const client = useQueryClient();
  const archive = useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/customers/[customerId]/archive", {
        params: { customerId: customer.id },
        body: { version: customer.version },
      }),
    onSuccess: () => {
      toast.success(`“${customer.name}” is archived.`);
      setAsking(false);
    },
    onSettled: () => refreshCustomer(client, customer.id),
  });
  return (
    <Card
      title="Archive"
      description="Ends the service. All endpoints return 404, so anything Braze and Heap send is lost. Existing records stay readable, and you can restore the customer later."
      actions={
        <Button tone="danger" icon={Archive} onClick={() => setAsking(true)}>
          Archive customer
        </Button>
      }
    >
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Archive “${customer.name}”?`}
        confirmLabel="Archive customer"
        typeToConfirm={customer.name}
        isBusy={archive.isPending}
        onConfirm={() => archive.mutate()}
      >
        <p>
          Its endpoints return 404 right away. Braze and Heap drop what they cannot deliver, so events and
          segment changes during this time are lost.
        </p>
      </ConfirmDialog>
    </Card>
  );
}

/** Brings an archived customer back; it comes back paused, so that nothing starts to flow by surprise. */
export function BringBack({ customer }: { customer: CustomerView }) {
  const client = useQueryClient();
  const bringBack = useMutation({
    mutationFn: () =>
      changeApi("PATCH", "/api/v1/customers/[customerId]", {
        params: { customerId: customer.id },
        body: { version: customer.version, state: "paused" },
      }),
    onSuccess: () => toast.success(`“${customer.name}” is restored and paused.`),
    onSettled: () => refreshCustomer(client, customer.id),
  });
  return (
    <Card
      title="Restore"
      description="Its endpoints work again, and incoming data is kept. The customer starts out paused, so nothing is sent until you have checked it and set it to live."
      actions={
        <Button
          tone="primary"
          icon={ArchiveRestore}
          isBusy={bringBack.isPending}
          onClick={() => bringBack.mutate()}
        >
          Restore
        </Button>
      }
    >
      {null}
    </Card>
  );
}
