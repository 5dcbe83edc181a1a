"use client";

import { ButtonLink } from "@/components/ui/button";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { ConnectLinkButton } from "./connect-link-button";
import { EndpointAddress } from "./endpoint-address";
import { useEndpointUrl } from "./endpoint-url";
import { heapSteps } from "./instruction-steps";
import { Instructions } from "./instructions";
import { WebhookSecretForm } from "./webhook-secret-form";

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
      address={<EndpointAddress {...owner} />}
    >
      <MissingSecrets customerId={customer.id} destination={destination} />
    </Instructions>
  );
}

function MissingSecrets({ customerId, destination }: { customerId: string; destination: DestinationView }) {
  const { id, hasDataImportKey, webhookSecrets } = destination;
  const hasSecret = webhookSecrets.length > 0;
  if (hasDataImportKey && hasSecret) return null;

  const missing = [!hasDataImportKey && "the Data Import Key", !hasSecret && "the webhook secret"].filter(
    Boolean,
  );
  return (
    <div className="mt-4 space-y-4 border-t border-line pt-4">
      {!hasSecret && <WebhookSecretForm customerId={customerId} destinationId={id} />}
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-60 text-ink-soft">
          Still missing: {missing.join(" and ")}. Enter what you have, or let the customer enter it.
        </p>
        {!hasDataImportKey && (
          <ButtonLink size="small" href="?step=destination">
            Enter the key
          </ButtonLink>
        )}
        <ConnectLinkButton customerId={customerId} destinationId={id} />
      </div>
    </div>
  );
}
