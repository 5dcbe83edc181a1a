import { z } from "zod";
import { shapesView } from "@/lib/cohorts/segments/last-tally";
import { pageOf } from "@/lib/kernel/api/keyset";
import type { Page } from "@/prisma/generated/client";
import { PageState } from "@/prisma/generated/enums";

const count = z.int().min(0);

/** A request of Heap as the API returns it: what it asked for and what became of it, without its body. */
const receivedPageView = z
  .strictObject({
    id: z.uuid(),
    /** When it came; for one that changed nothing, when it last came. */
    receivedAt: z.iso.datetime(),
    action: z.string(),
    state: z.enum(PageState),
    signed: z.boolean(),
    /** Null for a request that names no segment. */
    segmentId: z.uuid().nullable(),
    segmentName: z.string().nullable(),
    pageNumber: z.int().nullable(),
    /** Users who entered and who left. */
    adds: count,
    removes: count,
    /** Entries in its lists, and of these: without a usable user key, named before, with space around the key. */
    entries: count,
    untaken: count,
    repeated: count,
    trimmed: count,
    shapes: shapesView,
    /** Why it changed nothing, or not everything. */
    reason: z.string().nullable(),
  })
  .meta({ id: "ReceivedPage" });

export type ReceivedPageView = z.infer<typeof receivedPageView>;
export const receivedPagePage = pageOf(receivedPageView);

/** What the view needs of a page: never its body. */
export const RECEIVED_PAGE_PARTS = {
  id: true,
  receivedAt: true,
  action: true,
  state: true,
  signed: true,
  segmentId: true,
  pageNumber: true,
  adds: true,
  removes: true,
  entries: true,
  untaken: true,
  repeated: true,
  trimmed: true,
  shapes: true,
  reason: true,
} as const;

type ReceivedPageRow = Pick<Page, keyof typeof RECEIVED_PAGE_PARTS>;

/** Turns a row into the view. */
export function toReceivedPageView(
  { receivedAt, shapes, ...row }: ReceivedPageRow,
  segmentName: string | null,
): ReceivedPageView {
  return {
    ...row,
    receivedAt: receivedAt.toISOString(),
    segmentName,
    shapes: shapesView.parse(shapes ?? []),
  };
}
