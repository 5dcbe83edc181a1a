import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Painted } from "@/components/data/define-read";

/**
 * Hands what the server has read to the browser's queries, so that the first paint is full and nothing is read twice.
 * @param reads what definitions' `paint` made; nothing where the browser is to ask
 */
export function FirstPaint(props: {
  reads?: readonly (Painted | null)[];
  data?: readonly (readonly [QueryKey, unknown])[];
  pages?: readonly (readonly [QueryKey, unknown])[];
  children: ReactNode;
}) {
  const client = new QueryClient();
  for (const read of props.reads ?? []) if (read) client.setQueryData(read.queryKey, read.data);
  for (const [key, value] of props.data ?? []) client.setQueryData(key, value);
  for (const [key, page] of props.pages ?? []) client.setQueryData(key, { pages: [page], pageParams: [""] });
  return <HydrationBoundary state={dehydrate(client)}>{props.children}</HydrationBoundary>;
}
