"use client";

import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { SourceView } from "@/lib/setup/sources/source-view";

const keyOfToken = (sourceId: string) => ["bearer-token", sourceId];

/** Keeps a bearer token from an answer for as long as the page is open, never in the browser's storage. */
export function rememberBearerToken(client: QueryClient, sourceId: string, token: string): void {
  client.setQueryData(keyOfToken(sourceId), token);
}

/** The bearer token of a source that has one: hidden until shown, which the audit log records; then ready to copy. */
export function BearerToken({ source }: { source: SourceView }) {
  const { customerId, id: sourceId } = source;
  const client = useQueryClient();
  const canReveal = useCan("csm");
  const { data: token } = useQuery<string>({
    queryKey: keyOfToken(sourceId),
    queryFn: () => Promise.reject(new Error("only shown when asked for")),
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const reveal = useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/customers/[customerId]/sources/[sourceId]/bearer-token/reveal", {
        params: { customerId, sourceId },
      }),
    onSuccess: ({ bearerToken }) => rememberBearerToken(client, sourceId, bearerToken),
  });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 flex-1 basis-40 rounded-md border border-line bg-raised px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">
        {token ?? "••••••••"}
      </code>
      {token ? (
        <CopyButton size="small" text={token} label="Copy token" />
      ) : (
        canReveal && (
          <Button size="small" icon={Eye} isBusy={reveal.isPending} onClick={() => reveal.mutate()}>
            Show token
          </Button>
        )
      )}
    </div>
  );
}
