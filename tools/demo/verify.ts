import { applyTracked } from "@/sandbox/braze/tracked-attributes";
import { digestOfMembers } from "@/sandbox/digest";
import type { Sandbox } from "@/sandbox/start";
import type { Api } from "./api";
import type { DemoCustomer } from "./customers";
import { remainderOf } from "./trouble";

/** A customer's books as the API reports them. */
export interface Books {
  accepted: number;
  pending: number;
  forwarded: number;
  filtered: number;
  duplicate: number;
  quarantined: number;
  wanted: number;
  acked: number;
  owed: number;
  refused: number;
}

interface SegmentRow {
  id: string;
  heapSegmentId: string;
  name: string;
  attributeName: string | null;
}

/** Reads every customer's books through the API, in the order given. */
export async function readBooks(api: Api, customers: readonly DemoCustomer[]): Promise<Books[]> {
  return Promise.all(
    customers.map(async ({ id }) => (await api.get<{ books: Books }>(`/customers/${id}`)).books),
  );
}

/** Whether everything sent has been dealt with: nothing is pending or owed except what must stay so. */
export function isSettled(customers: readonly DemoCustomer[], books: readonly Books[]): boolean {
  return customers.every((customer, index) => {
    const remainder = remainderOf(customer);
    return books[index]?.pending === remainder.pending && books[index]?.owed === remainder.owed;
  });
}

/**
 * Compares Tributary's books with what the sandbox's Braze sent, what its Heap got and what its cohorts and attributes contain.
 * @returns what does not match, in words; empty when everything does
 */
export async function findDifferences(
  api: Api,
  sandbox: Sandbox,
  customers: readonly DemoCustomer[],
  books: readonly Books[],
): Promise<string[]> {
  const differences: string[] = [];
  for (const [index, customer] of customers.entries()) {
    const book = books[index];
    if (!book) continue;
    differences.push(...compareRemainder(customer, book));
    differences.push(...compareEvents(sandbox, customer, book));
    differences.push(...(await compareSegments(api, sandbox, customer)));
  }
  return differences;
}

function compareRemainder(customer: DemoCustomer, { pending, owed }: Books): string[] {
  const remainder = remainderOf(customer);
  const pairs: [string, number, number][] = [
    ["events that must wait and events that do", remainder.pending, pending],
    ["members that must be owed and members that are", remainder.owed, owed],
  ];
  return differing(customer, pairs);
}

function differing({ name }: DemoCustomer, pairs: readonly [string, number, number][]): string[] {
  return pairs
    .filter(([, left, right]) => left !== right)
    .map(([what, left, right]) => `${name}: ${what} differ: ${left} and ${right}`);
}

function compareEvents(sandbox: Sandbox, customer: DemoCustomer, book: Books): string[] {
  const { accepted, pending, forwarded, filtered, duplicate, quarantined } = book;
  const differences: string[] = [];
  if (accepted !== pending + forwarded + filtered + duplicate + quarantined) {
    differences.push(`${customer.name}: accepted ${accepted} is not the sum of its outcomes`);
  }

  const { expected } = customer.untilHeapFailed ?? customer.currents.ledger.summary();
  const arrived = sandbox.state.heap.apps.get(customer.heapAppId)?.keys.size ?? 0;
  const pairs: [string, number, number][] = [
    ["events that should reach Heap and events Heap has", expected.forward, arrived],
    ["events forwarded and events Heap has", forwarded, arrived],
    ["events to be filtered and events filtered", expected.filtered, filtered],
  ];
  differences.push(...differing(customer, pairs));

  // A malformed event without an id cannot be recognized when it is sent again, so it may be counted more often.
  if (quarantined < expected.quarantined) {
    differences.push(
      `${customer.name}: ${expected.quarantined} events to be quarantined, but ${quarantined} are`,
    );
  }
  return differences;
}

async function compareSegments(api: Api, sandbox: Sandbox, customer: DemoCustomer): Promise<string[]> {
  const { items } = await api.get<{ items: SegmentRow[] }>(`/customers/${customer.id}/segments?limit=100`);
  return customer.segmentIds.flatMap((heapSegmentId) => {
    const segment = items.find((row) => row.heapSegmentId === String(heapSegmentId));
    const inBraze = segment && membershipOf(sandbox, customer, segment);
    if (customer.trouble === "failing") {
      return inBraze ? [`${customer.name}: Braze has a cohort although it refuses the key`] : [];
    }
    if (!segment || !inBraze) return [`${customer.name}: segment ${heapSegmentId} is not in Braze`];

    const isEqual = digestOfMembers(inBraze.sent) === customer.segments.digest(heapSegmentId);
    return isEqual ? [] : [`${customer.name}: '${segment.name}' in Braze does not equal its segment`];
  });
}

/** The segment's cohort in the sandbox's Braze, or its attribute with everything applied. */
function membershipOf(sandbox: Sandbox, { workspaceKey, kind }: DemoCustomer, segment: SegmentRow) {
  const workspace = sandbox.state.braze.workspaces.get(workspaceKey);
  if (kind === "cohort") return workspace?.cohorts.get(segment.id);

  if (workspace) applyTracked(workspace, Number.POSITIVE_INFINITY);
  return workspace?.attributes.get(segment.attributeName ?? "");
}
