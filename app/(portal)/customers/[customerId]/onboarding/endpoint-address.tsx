"use client";

import { Eye } from "lucide-react";
import type { EndpointOwner } from "@/components/data/setup-reads";
import { useCan } from "@/components/data/use-actor";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useEndpointUrl } from "./endpoint-url";

/** The current address of a source or destination: hidden until revealed, then ready to copy. */
export function EndpointAddress(props: EndpointOwner) {
  const { list, endpoint, url, reveal } = useEndpointUrl(props);
  const canReveal = useCan("csm");
  if (list.error) return <p className="text-bad">The URL could not be loaded: {list.error.message}</p>;
  if (list.isPending) return <p className="text-ink-soft">Loading the URL…</p>;
  if (!endpoint) {
    return <p className="text-bad">No current URL: the last one was revoked. Create a new one in Setup.</p>;
  }

  const path = props.kind === "sources" ? "/api/currents/" : "/api/heap/";
  return (
    <div className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 flex-1 basis-64 rounded-md border border-line bg-raised px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">
        {url ?? `${path}…${endpoint.hint}`}
      </code>
      {url ? (
        <CopyButton size="small" text={url} label="Copy URL" />
      ) : (
        canReveal && (
          <Button size="small" icon={Eye} isBusy={reveal.isPending} onClick={() => reveal.mutate()}>
            Show URL
          </Button>
        )
      )}
    </div>
  );
}
