import { expect, test, vi } from "vitest";
import { coalesce } from "./coalesce";
import { log } from "./log";

/** A run that ends when told, and the groups it got. */
function heldRun() {
  const groups: { items: readonly string[]; end: (err?: Error) => void }[] = [];
  const run = (items: readonly string[]) =>
    new Promise<string[]>((resolve, reject) => {
      const end = (err?: Error) => (err ? reject(err) : resolve(items.map((item) => item.toUpperCase())));
      groups.push({ items, end });
    });
  return { groups, run, items: () => groups.map((group) => group.items) };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test("the first caller does not wait; those that come while it is on its way go together, each with its own result", async () => {
  const { groups, run, items } = heldRun();
  const ask = coalesce(run, { most: 10 });
  const first = ask("a");
  await nextTurn();
  const others = [ask("b"), ask("c")];
  await nextTurn();
  expect(items()).toEqual([["a"]]);

  groups[0]?.end();
  expect(await first).toBe("A");
  await expect.poll(items).toEqual([["a"], ["b", "c"]]);
  groups[1]?.end();
  expect(await Promise.all(others)).toEqual(["B", "C"]);
});

test("a group is as large as its limit allows, and an item larger than that goes alone", async () => {
  const { groups, run, items } = heldRun();
  const ask = coalesce(run, { most: 4, sizeOf: (item) => item.length });
  const asked = ["aa", "bb", "cccccc", "d"].map(ask);
  for (const place of [0, 1, 2]) {
    await expect.poll(() => groups.length).toBe(place + 1);
    groups[place]?.end();
  }
  expect(await Promise.all(asked)).toEqual(["AA", "BB", "CCCCCC", "D"]);
  expect(items()).toEqual([["aa", "bb"], ["cccccc"], ["d"]]);
});

test("a group that hangs holds up nobody who comes later", async () => {
  const { groups, run } = heldRun();
  const ask = coalesce(run, { most: 10 });
  const hanging = ask("a");
  await nextTurn();
  const later = ask("b");
  await expect.poll(() => groups.length).toBe(2);
  groups[1]?.end();
  expect(await later).toBe("B");

  groups[0]?.end();
  expect(await hanging).toBe("A");
});

test("nobody fails because of another: after a failure each is tried alone, and an operator is told", async () => {
  const warn = vi.spyOn(log, "warn").mockImplementation(() => {});
  const ask = coalesce(
    async (items: readonly string[]) => {
      if (items.includes("bad")) throw new Error("bad");
      return items;
    },
    { most: 10 },
  );
  const asked = await Promise.allSettled(["a", "bad", "b"].map(ask));
  expect(asked.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    { err: expect.objectContaining({ message: "bad" }), items: 3 },
    expect.stringContaining("each is tried by itself"),
  );
  expect(await ask("c")).toBe("c");
});

test("a result that takes longer, and fails at once, fails its caller alone", async () => {
  const ask = coalesce(
    async (items: readonly string[]) =>
      items.map((item) => (item === "bad" ? Promise.reject(new Error("bad")) : item)),
    { most: 100 },
  );
  const items = [...Array.from({ length: 40 }, (_, place) => `${place}`), "bad"];
  const asked = await Promise.allSettled(items.map(ask));
  expect(asked.filter(({ status }) => status === "rejected")).toEqual([asked.at(-1)]);
});

test("results are handed out a few at a time: what else waits for the event loop need not wait for all who get one", async () => {
  const { groups, run } = heldRun();
  const ask = coalesce(run, { most: 100 });
  const first = ask("first");
  await nextTurn();
  const order: string[] = [];
  const others = Array.from({ length: 50 }, (_, place) =>
    ask(`${place}`).then((result) => {
      if (place === 0) setImmediate(() => order.push("from outside"));
      order.push(result);
    }),
  );
  groups[0]?.end();
  await first;
  await expect.poll(() => groups.length).toBe(2);
  groups[1]?.end();
  await Promise.all(others);
  await nextTurn();
  expect(order).toContain("from outside");
  expect(order.indexOf("from outside")).toBeLessThan(20);
  expect(order.filter((result) => result !== "from outside")).toEqual(others.map((_, place) => `${place}`));
});
