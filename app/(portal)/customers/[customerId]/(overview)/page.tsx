import type { Metadata } from "next";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { checksRead } from "@/components/data/setup-reads";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { HISTORY_FILTERS, withFirstRange } from "@/components/history/history-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { listChanges } from "@/lib/insight/changes/list-changes";
import { historyInput, showHistory } from "@/lib/insight/history/show-history";
import { listOverlaps } from "@/lib/insight/identity-overlaps/list-overlaps";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import { showCustomer } from "@/lib/setup/customers/show-customer";
import { changesRead, historyRead, overlapsRead } from "../reads";
import { Overview } from "./overview";

export const metadata: Metadata = { title: "Overview" };

interface Props {
  params: Promise<{ customerId: string }>;
  searchParams: Promise<SearchParams>;
}

/** Both flows of a customer, live. The layout reads the flows; the checks, identities and the history are read here. */
export default async function OverviewPage({ params, searchParams }: Props) {
  const { customerId } = await readIds(params);
  const actor = await requirePageActor();
  const [checks, overlaps, { createdAt }] = await orNotFound(
    Promise.all([
      listHops({ actor }, { customerId }),
      listOverlaps({ actor }, { customerId }),
      showCustomer({ actor }, { customerId }),
    ]),
  );
  const chosen = readFilters(HISTORY_FILTERS, await searchParams);
  const read = historyRead({ customerId }, withFirstRange(chosen, createdAt, Date.now()));
  const history = await orNotFound(
    showHistory({ actor }, { customerId, ...historyInput.parse(read.query()) }),
  );
  const { from, to } = history;
  const changes = await listChanges({ actor }, { customerId, from, to });
  return (
    <FirstPaint
      reads={[
        checksRead({ customerId }).paint(checks),
        overlapsRead({ customerId }).paint(overlaps),
        read.paint(history),
        changesRead({ customerId }, { from, to }).paint(changes),
      ]}
    >
      <Overview customerId={customerId} />
    </FirstPaint>
  );
}
