import { expect, test } from "vitest";
import { BodyBudget } from "./body-budget";

const LIMITS = { process: 100, sender: 50, strangers: 40 };

test("one sender cannot take the room of the others, and there is always room for one more", () => {
  const budget = new BodyBudget(LIMITS);
  const [one, again, other, third] = [budget.hold("a"), budget.hold("a"), budget.hold("b"), budget.hold("c")];

  expect(one.take(30)).toBe(true);
  expect(again.take(21)).toBe(false);
  expect(again.take(10)).toBe(true);
  expect(other.take(31)).toBe(false);
  expect(other.take(30)).toBe(true);
  expect(third.take(16)).toBe(false);
  expect(third.take(15)).toBe(true);
  expect(budget.hold("d").take(5)).toBe(true);

  one.release();
  again.release();
  expect(third.take(10)).toBe(true);
});

test("strangers hold no more than their limit, and are checked first from half of it on", () => {
  const budget = new BodyBudget(LIMITS);
  const [one, other] = [budget.hold(null), budget.hold(null)];
  one.take(19);
  expect(budget.isCrowded()).toBe(false);
  expect(other.take(21)).toBe(true);
  expect(budget.isCrowded()).toBe(true);
  expect(other.take(1)).toBe(false);
  expect(budget.hold("known").take(50)).toBe(true);

  other.release();
  expect(budget.isCrowded()).toBe(false);
});
