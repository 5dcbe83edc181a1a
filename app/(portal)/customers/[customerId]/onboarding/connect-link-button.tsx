"use client";

import { useMutation } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { changeApi } from "@/components/data/call-route";
import { Button } from "@/components/ui/button";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";

/** Makes the link through which the customer enters a destination's secrets, and shows it once. */
export function ConnectLinkButton({
  customerId,
  destinationId,
}: {
  customerId: string;
  destinationId: string;
}) {
  const create = useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/customers/[customerId]/destinations/[destinationId]/connect-links", {
        params: { customerId, destinationId },
      }),
  });
  return (
    <>
      <Button size="small" icon={Link2} isBusy={create.isPending} onClick={() => create.mutate()}>
        Create link for the customer
      </Button>
      <ShownOnceDialog
        value={create.data?.url ?? null}
        title="Link for the customer"
        copyLabel="Copy link"
        onClose={() => create.reset()}
      >
        With it the customer enters the Data Import Key and the webhook secret themselves. It works once, for
        7 days, and is shown this once; an earlier link ends with it.
      </ShownOnceDialog>
    </>
  );
}
