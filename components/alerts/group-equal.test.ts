import { expect, test } from "vitest";
import { groupEqual } from "./group-equal";

test("four alerts of one kind and customer are one group at the place of the first; another customer's is not in it", () => {
  const alert = (n: number, kind: string, id: string) => ({ n, kind, customer: { id } });
  const groups = groupEqual([
    alert(1, "new_event_types", "a"),
    alert(2, "no_events", "a"),
    alert(3, "new_event_types", "a"),
    alert(4, "new_event_types", "b"),
    alert(5, "new_event_types", "a"),
    alert(6, "new_event_types", "a"),
  ]);
  expect(groups.map(({ first, others }) => [first.n, others.map(({ n }) => n)])).toEqual([
    [1, [3, 5, 6]],
    [2, []],
    [4, []],
  ]);
});
