import { expect, test } from "vitest";
import type { Ctx } from "./actor";
import { readInTurn } from "./body-reads";

const person = (id: string): Ctx => ({ actor: { kind: "user", id, name: id, role: "viewer" } });

/** Reads that end when the test says so. */
function openReads() {
  const begun: { id: string; end: () => void }[] = [];
  const read = (id: string) =>
    readInTurn(person(id), () => new Promise<void>((end) => begun.push({ id, end })));
  return { begun, read };
}

test("one person reads one body at a time, all together two; what is too much is refused in words", async () => {
  const { begun, read } = openReads();
  const reads = Array.from({ length: 31 }, () => read("anna"));
  await expect(read("anna")).rejects.toMatchObject({ code: "unavailable" });
  expect(begun.map(({ id }) => id)).toEqual(["anna"]);

  for (const id of ["ben", "cleo"]) reads.push(read(id));
  expect(begun.map(({ id }) => id)).toEqual(["anna", "ben"]);
  const waited = Promise.all(reads);
  let isOver = false;
  void waited.then(() => {
    isOver = true;
  });
  while (!isOver) {
    for (const { end } of begun.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun.length).toBeLessThanOrEqual(2);
  }
});
