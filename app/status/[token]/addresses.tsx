import { Eye } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { StatusView } from "@/lib/insight/status/status-view";
import { useEndpointUrl } from "./use-status";

type Endpoint = StatusView["endpoints"][number];

/** The addresses that Braze and Heap post to, each hidden until revealed. */
export function Addresses({ token, endpoints }: { token: string; endpoints: readonly Endpoint[] }) {
  if (endpoints.length === 0) return null;
  return (
    <div className="print:hidden">
      <Card
        title="URLs"
        description="Braze and Heap send to these URLs. Anyone who has one can send to it, so enter each only in Braze or Heap and store it nowhere else."
      >
        <ul className="space-y-3">
          {endpoints.map((endpoint) => (
            <Address key={endpoint.id} token={token} endpoint={endpoint} />
          ))}
        </ul>
      </Card>
    </div>
  );
}

function Address({ token, endpoint }: { token: string; endpoint: Endpoint }) {
  const { data, isPending, mutate } = useEndpointUrl(token, endpoint.id);
  const name = `For ${endpoint.sender}: ${endpoint.ownerName}`;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <p className="w-full font-medium [overflow-wrap:anywhere]">{name}</p>
      <code className="min-w-0 flex-1 basis-64 rounded-md border border-line bg-raised px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">
        {data?.url ?? "Hidden"}
      </code>
      {data ? (
        <CopyButton size="small" text={data.url} label="Copy URL" />
      ) : (
        <Button size="small" icon={Eye} isBusy={isPending} onClick={() => mutate()}>
          Show URL<span className="sr-only">: {name}</span>
        </Button>
      )}
    </li>
  );
}
