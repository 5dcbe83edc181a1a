import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Painted } from "@/components/data/define-read";
import { Hydrating } from "@/components/ui/hydrating";

/**
 * Hands what the server has read to the browser's queries, so that the first paint is full and nothing is read twice.
 * @param reads what the `paint` of a definition made; null where the browser is to ask
 */
export function FirstPaint(props: { reads: readonly (Painted | null)[]; children: ReactNode }) {
  const client = new QueryClient();
  for (const read of props.reads) if (read) client.setQueryData(read.queryKey, read.data);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Hydrating />
      {props.children}
    </HydrationBoundary>
  );
}
