import { expect, test } from "vitest";
import { mustMakeRoom, nextShare, type Share } from "./next-share";

const share = (key: string, over: Partial<Share> = {}): Share => ({
  key,
  limit: 3,
  running: 0,
  due: 1,
  servedAt: 0,
  ...over,
});

/** Who gets the next `count` turns on one worker, each run ending before the next turn. */
function turns(shares: Share[], count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const next = nextShare(shares);
    if (!next) throw new Error("nobody may start");
    next.servedAt = at + 1;
    next.due -= 1;
    return next.key;
  });
}

test("customers take turns, however many runs one of them has waiting", () => {
  const shares = [share("a", { due: 30 }), share("b", { due: 2 }), share("c", { due: 2 })];
  expect(turns(shares, 6)).toEqual(["a", "b", "c", "a", "b", "c"]);
});

test("who comes last has its turn before a customer that has had one", () => {
  expect(nextShare([share("a", { due: 30, servedAt: 5 }), share("new")])?.key).toBe("new");
});

test("a customer with nothing under way comes before one with a run under way", () => {
  expect(nextShare([share("a", { running: 1, servedAt: 1 }), share("b", { servedAt: 9 })])?.key).toBe("b");
});

test("a customer with its share under way waits, even when nobody else does", () => {
  expect(nextShare([share("a", { running: 3, due: 27 })])).toBeNull();
  expect(nextShare([share("a", { running: 2, due: 27 })])?.key).toBe("a");
});

test("a run makes room for its own customer's runs only when the share is used up", () => {
  expect(mustMakeRoom([share("a", { running: 3, due: 1 })], "a", false)).toBe(true);
  expect(mustMakeRoom([share("a", { running: 2, due: 1 })], "a", false)).toBe(false);
  expect(mustMakeRoom([share("a", { running: 3, due: 0 })], "a", true)).toBe(false);
});

test("a run makes room for other customers only when no worker is free, and only if they could start", () => {
  const own = share("a", { running: 1, due: 0 });
  expect(mustMakeRoom([own, share("b")], "a", false)).toBe(false);
  expect(mustMakeRoom([own, share("b")], "a", true)).toBe(true);
  expect(mustMakeRoom([own, share("b", { running: 3 })], "a", true)).toBe(false);
});
