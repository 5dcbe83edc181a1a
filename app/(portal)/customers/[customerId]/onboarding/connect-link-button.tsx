"use client";

import { useMutation } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { changeApi } from "@/components/data/call-api";
import { Button } from "@/components/ui/button";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import type { CreatedConnectLinkView } from "@/lib/setup/connect-links/connect-link-view";

/** Makes the link with which the customer enters a destination's secrets, and shows it once. */
export function ConnectLinkButton({
  customerId,
  destinationId,
}: {
  customerId: string;
  destinationId: string;
}) {
  const create = useMutation({
    mutationFn: () =>
      changeApi<CreatedConnectLinkView>(
        "POST",
        `/customers/${customerId}/destinations/${destinationId}/connect-links`,
      ),
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
