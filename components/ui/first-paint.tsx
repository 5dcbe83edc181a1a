import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Hydrating } from "@/components/ui/hydrating";

/**
 * Hands what the server has read to the browser's queries, so that the first paint is full and nothing is read twice.
 * @param data plain queries by key
 * @param pages first pages of infinite queries by key; their first page parameter is ""
 */
export function FirstPaint(props: {
  data?: readonly (readonly [QueryKey, unknown])[];
  pages?: readonly (readonly [QueryKey, unknown])[];
  children: ReactNode;
}) {
  const client = new QueryClient();
  for (const [key, value] of props.data ?? []) client.setQueryData(key, value);
  for (const [key, page] of props.pages ?? []) client.setQueryData(key, { pages: [page], pageParams: [""] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Hydrating />
      {props.children}
    </HydrationBoundary>
  );
}
