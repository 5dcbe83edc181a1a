import { expect, test } from "vitest";
import type { Harm } from "@/lib/insight/alerts/triage";
import { groupEqual } from "./group-equal";

const alert = (n: number, kind: string, id: string, harm: Harm = "lacks", message = `${n}`) => ({
  n,
  kind,
  harm,
  message,
  customer: { id },
});

const numbers = (groups: ReturnType<typeof groupEqual<ReturnType<typeof alert>>>) =>
  groups.map(({ first, others }) => [first.n, others.map(({ n }) => n)]);

test("four alerts of one kind and customer are one group at the place of the first; another customer's is not in it", () => {
  const groups = groupEqual([
    alert(1, "members_refused", "a"),
    alert(2, "no_events", "a"),
    alert(3, "members_refused", "a"),
    alert(4, "members_refused", "b"),
    alert(5, "members_refused", "a"),
    alert(6, "members_refused", "a"),
  ]);
  expect(numbers(groups)).toEqual([
    [1, [3, 5, 6]],
    [2, []],
    [4, []],
  ]);
});

test("the same question about several customers is one group; another question is not in it", () => {
  const groups = groupEqual([
    alert(1, "new_event_types", "a", "asks", "Forward fax?"),
    alert(2, "new_event_types", "b", "asks", "Forward fax?"),
    alert(3, "new_event_types", "b", "asks", "Forward telex?"),
    alert(4, "new_event_types", "c", "asks", "Forward fax?"),
  ]);
  expect(numbers(groups)).toEqual([
    [1, [2, 4]],
    [3, []],
  ]);
});
