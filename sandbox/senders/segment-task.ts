import type { Random } from "./random";

/** A segment as Heap has it: the truth that a cohort must come to match. */
export type Segment = { id: number; name: string; members: Set<string> };

export type SegmentChange = { add?: readonly string[]; remove?: readonly string[] };

/** One webhook request, ready to be signed and posted any number of times. */
export type SegmentPage = {
  segmentId: number;
  taskId: string;
  pageNumber: number;
  totalPages: number;
  body: string;
};

/** How the pages of a task are made. */
export type PageForm = {
  /** Entries on a page. */
  pageSize: number;
  /** Entries without a value besides the true ones, as a share of them, 0 to 1: users without the chosen property. */
  blankShare?: number;
  /** Begin a body with a byte order mark. */
  hasByteOrderMark?: boolean;
};

const BLANK_ENTRIES = [{ id: "" }, { id: null }, {}, { id: "  " }] as const;

/**
 * Cuts a change into the pages of one task. Adds and removes are mixed over the pages; a page leaves out a list that
 * would be empty. An empty change is one page with an empty `add`.
 */
export function pagesOfTask(
  random: Random,
  idToken: string,
  segment: Segment,
  { add = [], remove = [] }: SegmentChange,
  { pageSize, blankShare = 0, hasByteOrderMark = false }: PageForm,
): SegmentPage[] {
  const blanks = Array.from({ length: Math.floor(add.length * blankShare) }, () =>
    random.pick(BLANK_ENTRIES),
  );
  const moves: { entry: object; isAdd: boolean }[] = random.shuffle([
    ...add.map((id) => ({ entry: { id }, isAdd: true })),
    ...blanks.map((entry) => ({ entry, isAdd: true })),
    ...remove.map((id) => ({ entry: { id }, isAdd: false })),
  ]);
  const taskId = random.uuid();
  const totalPages = Math.max(1, Math.ceil(moves.length / pageSize));

  return Array.from({ length: totalPages }, (_, index) => {
    const onPage = moves.slice(index * pageSize, (index + 1) * pageSize);
    const added = onPage.filter((move) => move.isAdd).map(({ entry }) => entry);
    const removed = onPage.filter((move) => !move.isAdd).map(({ entry }) => entry);
    const body = JSON.stringify({
      id_token: idToken,
      action_type: "segment.users.sync",
      customer_config: { fields: [] },
      data: {
        segment: { id: segment.id, name: segment.name },
        sync_info: { page_number: index + 1, total_pages: totalPages, sync_task_id: taskId },
        ...(added.length > 0 || removed.length === 0 ? { add: added } : {}),
        ...(removed.length > 0 ? { remove: removed } : {}),
      },
    });
    const mark = hasByteOrderMark ? "\ufeff" : "";
    return { segmentId: segment.id, taskId, pageNumber: index + 1, totalPages, body: mark + body };
  });
}

/** The request that empties a segment. */
export function drainPage(random: Random, idToken: string, segment: Segment): SegmentPage {
  const body = JSON.stringify({
    id_token: idToken,
    action_type: "segment.users.drain",
    customer_config: { fields: [] },
    data: { segment: { id: segment.id, name: segment.name } },
  });
  return { segmentId: segment.id, taskId: random.uuid(), pageNumber: 1, totalPages: 1, body };
}
