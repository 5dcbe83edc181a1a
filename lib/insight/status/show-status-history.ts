import type { HistoryView } from "@/lib/insight/history/history-view";
import { historyInput, showHistory } from "@/lib/insight/history/show-history";
import type { Ctx } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { sharedAnswers } from "@/lib/kernel/shared-answers";
import type { ActiveStatusLink } from "@/lib/setup/status-links/find-active-status-link";

/** Of everything that the customer has: the page has no choice of a source or a segment. */
const statusHistoryInput = historyInput.omit({ sourceId: true, segmentId: true });

const READER: Ctx = { actor: { kind: "system", name: "Status page" } };

const found = sharedAnswers<HistoryView>("status history");

/**
 * What moved for a customer in a range of time, as the holder of a status link sees it: the same counts as the team's
 * overview, of events and of members. Calls, syncs and types of events stay with the team.
 * @param link as it was looked up
 * @param query as it was sent
 * @throws TributaryError `invalid`
 */
export async function showStatusHistory(
  { customerId }: Pick<ActiveStatusLink, "customerId">,
  query: Record<string, string>,
): Promise<HistoryView> {
  const asked = parseInput(statusHistoryInput, query);
  const history = await found.get(`${customerId} ${JSON.stringify(asked)}`, () =>
    showHistory(READER, { customerId, ...asked }),
  );
  const events = history.events && { ...history.events, types: [] };
  return { ...history, events, lag: null, heapCalls: null, brazeCalls: null, syncs: null };
}
