"use client";

import { useMutation } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import dynamic from "next/dynamic";
import { changeApi } from "@/components/data/call-route";
import { Button, ButtonLink } from "@/components/ui/button";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { EndpointAddress } from "./endpoint-address";
import { useEndpointUrl } from "./endpoint-url";
import { heapSteps } from "./instruction-steps";
import { Instructions } from "./instructions";

// Only while it is missing.
const WebhookSecretForm = dynamic(
  () => import("./webhook-secret-form").then((module) => module.WebhookSecretForm),
  { loading: () => null },
);

/** What to do in Heap for one destination, and the secrets that are still missing. */
export function HeapInstructions(props: { customer: CustomerView; destination: DestinationView }) {
  const { customer, destination } = props;
  const owner = { customerId: customer.id, kind: "destinations", ownerId: destination.id } as const;
  const { endpoint, url } = useEndpointUrl(owner);
  return (
    <Instructions
      title={`In Heap: send segments to Braze for ${customer.name}`}
      steps={heapSteps(customer.name, destination, url ?? `…/api/heap/…${endpoint?.hint ?? ""}`)}
      isComplete={url !== null}
      secrets={{ address: <EndpointAddress {...owner} /> }}
    >
      <MissingSecrets customerId={customer.id} destination={destination} />
    </Instructions>
  );
}

function MissingSecrets({ customerId, destination }: { customerId: string; destination: DestinationView }) {
  const { id, kind, webhookSecrets } = destination;
  const hasKey = kind === "cohort" ? destination.hasDataImportKey : destination.hasRestApiKey;
  const hasSecret = webhookSecrets.length > 0;
  if (hasKey && hasSecret) return null;

  const missing = [!hasKey && `the ${BRAZE_KEYS[kind].name}`, !hasSecret && "the webhook secret"].filter(
    Boolean,
  );
  return (
    <div className="mt-4 space-y-4 border-t border-line pt-4">
      {!hasSecret && <WebhookSecretForm customerId={customerId} destinationId={id} />}
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-60 text-ink-soft">
          Still missing: {missing.join(" and ")}. Enter what you have, or let the customer enter it.
        </p>
        {!hasKey && (
          <ButtonLink size="small" href="?step=destination">
            Enter the key
          </ButtonLink>
        )}
        <ConnectLinkButton customerId={customerId} destinationId={id} />
      </div>
    </div>
  );
}

/** Makes the link through which the customer enters a destination's secrets, and shows it once. */
function ConnectLinkButton({ customerId, destinationId }: { customerId: string; destinationId: string }) {
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
        The customer uses it to enter the Braze key and the webhook secret. It can be used once, within 7
        days, and is shown only once. It replaces any earlier link.
      </ShownOnceDialog>
    </>
  );
}
