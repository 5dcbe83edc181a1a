"use client";

import { CopyButton } from "@/components/ui/copy-button";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { EndpointAddress } from "./endpoint-address";
import { useBearerToken, useEndpointUrl } from "./endpoint-url";
import { brazeSteps } from "./instruction-steps";
import { Instructions } from "./instructions";

/** What to do in Braze for one source. */
export function BrazeInstructions({ customer, source }: { customer: CustomerView; source: SourceView }) {
  const owner = { customerId: customer.id, kind: "sources", ownerId: source.id } as const;
  const { endpoint, url } = useEndpointUrl(owner);
  const token = useBearerToken(source.id);
  return (
    <Instructions
      title={`In Braze: send events to Heap for ${customer.name}`}
      steps={brazeSteps(customer.name, source, url ?? `…/api/currents/…${endpoint?.hint ?? ""}`)}
      isComplete={url !== null}
      address={<EndpointAddress {...owner} />}
    >
      {source.hasBearerToken && (
        <div className="mt-4 flex flex-wrap items-center gap-3 border-t border-line pt-4 text-ink-soft">
          <p className="min-w-0 flex-1 basis-60">
            {token
              ? "The bearer token is still in this page’s memory. Hand it over by another way than this mail."
              : "The bearer token was shown when it was made. Lost? Make a new one in the step Source."}
          </p>
          {token && <CopyButton size="small" text={token} label="Copy bearer token" />}
        </div>
      )}
    </Instructions>
  );
}
