import type { Metadata } from "next";
import { readFilters, setFiltersOf } from "@/app/(portal)/customers/[customerId]/segments/filters";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { listSyncs } from "@/lib/cohorts/syncs/list-syncs";
import { syncListInput } from "@/lib/cohorts/syncs/sync-view";
import { SYNC_FILTERS } from "./filters";
import { SyncsScreen } from "./syncs-screen";

export const metadata: Metadata = { title: "Syncs" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The history of a customer's syncs. */
export default async function SyncsPage({ params, searchParams }: Props) {
  const { customerId } = await readIds(params);
  const filters = readFilters(SYNC_FILTERS, await searchParams);
  const actor = await requirePageActor();

  // Days are days of the viewer's zone, which only the browser knows; odd filters are left to the API's words.
  const { from, to, ...rest } = filters;
  const input = syncListInput.safeParse({ ...setFiltersOf(rest), limit: 50 });
  const page =
    input.success && !from && !to
      ? await orNotFound(listSyncs({ actor }, { customerId, ...input.data }))
      : undefined;
  return (
    <FirstPaint pages={page ? [[["customer", customerId, "syncs", filters], page]] : []}>
      <SyncsScreen customerId={customerId} />
    </FirstPaint>
  );
}
