import { expect, test } from "vitest";
import type { EventPage, EventView } from "@/lib/forwarding/events/event-view";
import { mergeHead, newEvents } from "./merge-head";

function page(...places: number[]): EventPage {
  const items = places.map((index) => ({ batchId: "b", index }) as EventView);
  return { items, nextCursor: "more", lookedBackTo: null };
}

const shown = (pages: EventPage[]) => pages.map(({ items }) => items.map((item) => item.index));

test("new events are those above everything shown, and each is added on top once", () => {
  const pages = [page(5, 4), page(3, 2)];
  expect(newEvents(pages, page(7, 6, 5)).map((item) => item.index)).toEqual([7, 6]);
  expect(shown(mergeHead(pages, page(7, 6, 5)))).toEqual([
    [7, 6, 5, 4],
    [3, 2],
  ]);
  expect(shown(mergeHead(pages, page(5, 4)))).toEqual([
    [5, 4],
    [3, 2],
  ]);
});

test("when more arrived than fits on one page, the list starts over and leaves none out", () => {
  expect(shown(mergeHead([page(5, 4), page(3, 2)], page(9, 8)))).toEqual([[9, 8]]);
});

test("a list of one page is replaced by the server's, so that late outcomes and events that no longer wait are right", () => {
  expect(shown(mergeHead([page(5, 3)], page(5, 4)))).toEqual([[5, 4]]);
  expect(shown(mergeHead([page(5, 3)], page()))).toEqual([[]]);
});
