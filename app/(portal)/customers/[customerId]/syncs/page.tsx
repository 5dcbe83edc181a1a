import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { listSyncs } from "@/lib/cohorts/syncs/list-syncs";
import { syncListInput } from "@/lib/cohorts/syncs/sync-input";
import { readRetention } from "@/lib/privacy/retention/read-retention";
import { SYNC_FILTERS, syncList } from "./reads";
import { SyncsScreen } from "./syncs-screen";

export const metadata: Metadata = { title: "Syncs" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: Promise<SearchParams>;
}

/** The history of a customer's syncs. */
export default async function SyncsPage({ params, searchParams }: Props) {
  const { customerId } = await readIds(params);
  const filters = readFilters(SYNC_FILTERS, await searchParams);
  const actor = await requirePageActor();

  // Days are in the viewer's zone, which only the browser knows; odd filters are left to the API's message.
  const read = syncList({ customerId }, filters);
  const input = syncListInput.safeParse(read.query());
  const page =
    input.success && !filters.from && !filters.to
      ? await orNotFound(listSyncs({ actor }, { customerId, ...input.data }))
      : null;
  return (
    <FirstPaint reads={[page && read.paint(page)]}>
      <SyncsScreen customerId={customerId} keptDays={readRetention().outcomeDays} />
    </FirstPaint>
  );
}
