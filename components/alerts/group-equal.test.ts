import { expect, test } from "vitest";
import { evaluateAlerts } from "@/lib/insight/alerts/evaluate-alerts";
import type { Harm } from "@/lib/insight/alerts/triage";
import { now, source } from "@/tools/testing/healthy-facts";
import { groupEqual } from "./group-equal";

const alert = (n: number, kind: string, id: string, harm: Harm = "lacks", message = `${n}`) => ({
  n,
  kind,
  harm,
  message,
  customer: { id },
});

/** In the words of the rule itself: where they change, what is equal has to be found again. */
function questionAbout(type: string, name: string): string {
  const newTypes = { types: [type], count: 1, heldEvents: 0, rule: "forward" as const };
  const facts = { sources: [{ ...source, name, newTypes }], destinations: [] };
  return evaluateAlerts(facts, now)[0]?.message ?? "";
}

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

test("the same question about several customers is one group, whatever their sources are called; another question is not in it", () => {
  const groups = groupEqual([
    alert(1, "new_event_types", "a", "asks", questionAbout("messages.fax.Send", "Currents")),
    alert(2, "new_event_types", "b", "asks", questionAbout("messages.fax.Send", "Currents")),
    alert(3, "new_event_types", "b", "asks", questionAbout("messages.telex.Send", "Currents")),
    alert(4, "new_event_types", "c", "asks", questionAbout("messages.fax.Send", "Own name")),
  ]);
  expect(numbers(groups)).toEqual([
    [1, [2, 4]],
    [3, []],
  ]);
});
