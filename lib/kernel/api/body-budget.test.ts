import { expect, test } from "vitest";
import { BodyBudget } from "./body-budget";

const LIMITS = { process: 100, sender: 60, strangers: 40 };

test("one sender cannot take the room of the others, and all of them no more than the process has", () => {
  const budget = new BodyBudget(LIMITS);
  const [one, again, other, third] = [budget.hold("a"), budget.hold("a"), budget.hold("b"), budget.hold("c")];

  expect(one.take(40)).toBe(true);
  expect(again.take(21)).toBe(false);
  expect(again.take(20)).toBe(true);
  expect(other.take(40)).toBe(true);
  expect(third.take(1)).toBe(false);

  again.giveBack(5);
  expect(third.take(5)).toBe(true);
  one.release();
  expect(budget.hold("a").take(40)).toBe(true);
});

test("strangers hold no more than their limit, and are checked first from half of it on", () => {
  const budget = new BodyBudget(LIMITS);
  const [one, other] = [budget.hold(null), budget.hold(null)];
  one.take(19);
  expect(budget.isCrowded()).toBe(false);
  expect(other.take(21)).toBe(true);
  expect(budget.isCrowded()).toBe(true);
  expect(other.take(1)).toBe(false);
  expect(budget.hold("known").take(60)).toBe(true);

  other.release();
  expect(budget.isCrowded()).toBe(false);
});
