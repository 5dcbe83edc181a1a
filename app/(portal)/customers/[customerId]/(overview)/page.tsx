import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { paintIfRead } from "@/app/paint-if-read";
import { checksRead, sourcesRead } from "@/components/data/setup-reads";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { HISTORY_FILTERS, withFirstRange } from "@/components/history/history-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { listChanges } from "@/lib/insight/changes/list-changes";
import { historyInput, showHistory } from "@/lib/insight/history/show-history";
import { listOverlaps } from "@/lib/insight/identity-overlaps/list-overlaps";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import { showCustomer } from "@/lib/setup/customers/show-customer";
import { listSources } from "@/lib/setup/sources/list-sources";
import { paintEach, paintSeenTypes, paintVolume } from "../paint-flows";
import { changesRead, historyRead, overlapsRead } from "../reads";
import { Overview } from "./overview";

export const metadata: Metadata = { title: "Overview" };

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: Promise<SearchParams>;
}

/** Both flows of a customer, live. The layout reads the flows; the rest is read here. */
export default async function OverviewPage({ params, searchParams }: Props) {
  const { customerId } = await readIds(params);
  const ctx = { actor: await requirePageActor() };
  const [checks, overlaps, { createdAt }, sources] = await orNotFound(
    Promise.all([
      listHops(ctx, { customerId }),
      listOverlaps(ctx, { customerId }),
      showCustomer(ctx, { customerId }),
      listSources(ctx, { customerId, limit: sourcesRead.limit }),
    ]),
  );
  const chosen = readFilters(HISTORY_FILTERS, await searchParams);
  const read = historyRead({ customerId }, withFirstRange(chosen, createdAt, Date.now()));
  const [history, ofSources] = await orNotFound(
    Promise.all([
      paintIfRead(() => showHistory(ctx, { customerId, ...historyInput.parse(read.query()) })),
      paintEach(sources.items, ({ id }) =>
        Promise.all([paintVolume(ctx, customerId, id), paintSeenTypes(ctx, customerId, id)]),
      ),
    ]),
  );
  const range = history && { from: history.from, to: history.to };
  const changes = range && (await paintIfRead(() => listChanges(ctx, { customerId, ...range })));
  return (
    <FirstPaint
      reads={[
        checksRead({ customerId }).paint(checks),
        overlapsRead({ customerId }).paint(overlaps),
        history && read.paint(history),
        changes && changesRead({ customerId }, range).paint(changes),
        ...ofSources,
      ]}
    >
      <Overview customerId={customerId} />
    </FirstPaint>
  );
}
