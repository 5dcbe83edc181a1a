import { expect, test } from "vitest";
import { openQueue, openQueues, QueueFull } from "./queue";

/** Work that ends when it is told to. */
function openWork() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

test("no more is worked on than there are places; the next in line follows; what is too much is refused at once", async () => {
  const queue = openQueue({ places: 2, maxWaiting: 1 });
  const order: string[] = [];
  const [first, second] = [openWork(), openWork()];
  const running = [queue.run(first.work), queue.run(second.work)];
  const third = queue.run(async () => void order.push("third"));
  await expect(queue.run(async () => "fourth")).rejects.toThrow(QueueFull);
  expect(order).toEqual([]);

  first.end();
  await third;
  expect(order).toEqual(["third"]);
  second.end();
  await Promise.all(running);
  expect(queue.isIdle()).toBe(true);
});

test("work that throws gives its place back", async () => {
  const queue = openQueue({ places: 1, maxWaiting: 0 });
  await expect(queue.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await queue.run(async () => "next")).toBe("next");
});

test("one key's work never waits for another's", async () => {
  const queues = openQueues({ places: 1, maxWaiting: 0 });
  const { work, end } = openWork();
  const slow = queues.run("a", work);
  await expect(queues.run("a", async () => "more")).rejects.toThrow(QueueFull);
  expect(await queues.run("b", async () => "other")).toBe("other");
  end();
  await slow;
  expect(await queues.run("a", async () => "again")).toBe("again");
});
