import type { Locator, Page } from "@playwright/test";
import { makeCustomer, makeDestination, newSecrets } from "./make-customer";
import { adminApi, expect } from "./portal";
import { connectHeap, type PostSegment } from "./sandbox-control";

/** A customer whose segments go from Heap to Braze. */
interface Flow {
  customerId: string;
  /** Where the segments are, on screens and in the API. */
  path: string;
  workspaceKey: string;
  /** Lets Heap post a change to a segment. */
  post: PostSegment;
}

/** What the tests read of a segment. */
interface Segment {
  id: string;
  name: string;
  mode: string;
  owed: number;
  refused: number;
  lastSync: { id: string; trigger: string; state: string } | null;
}

/** A customer with a destination, and a Heap that posts to it. */
export async function makeFlow(label: string): Promise<Flow> {
  const { id: customerId, path } = await makeCustomer(label);
  const destination = await makeDestination(path, newSecrets());
  return {
    customerId,
    path: `${path}/segments`,
    workspaceKey: destination.dataImportKey,
    post: await connectHeap(destination),
  };
}

/** The customer's segments as the API has them now. */
export async function readSegments(flow: Flow): Promise<Segment[]> {
  return (await adminApi().get<{ items: Segment[] }>(`${flow.path}?limit=100`)).items;
}

/** Waits until every segment has had a sync and none has anything under way. */
export async function settle(flow: Flow): Promise<Segment[]> {
  await expect
    .poll(async () => (await readSegments(flow)).map(({ lastSync }) => lastSync?.state ?? "none"))
    .not.toContainEqual(expect.stringMatching(/^(none|queued|running)$/));
  return readSegments(flow);
}

/** The row of a segment, or of what belongs to it, in the table on the page. */
export function rowOf(page: Page, segment: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: segment }) });
}
