import { expect, test, vi } from "vitest";
import { TributaryError, VendorError } from "@/lib/kernel/errors";
import { openQueue, QueueFull } from "@/lib/kernel/queue";

test("what another bundle throws through something that all share is known by its class", async () => {
  vi.resetModules();
  const other = { ...(await import("@/lib/kernel/errors")), ...(await import("@/lib/kernel/queue")) };
  expect(other.QueueFull).not.toBe(QueueFull);

  const ofOther = other.openQueue({ places: 0, maxWaiting: 0 });
  await expect(ofOther.run(async () => {})).rejects.toSatisfy((err) => err instanceof QueueFull);
  expect(new other.TributaryError("conflict", "x") instanceof TributaryError).toBe(true);
  const fields = {
    vendor: "heap",
    kind: "refused",
    status: 400,
    words: "",
    retryAfterSeconds: null,
  } as const;
  expect(new other.VendorError(fields) instanceof VendorError).toBe(true);
});

test("an error is of no class but its own", async () => {
  const full = await openQueue({ places: 0, maxWaiting: 0 })
    .run(async () => {})
    .catch((err: unknown) => err);
  expect(full instanceof QueueFull && full instanceof Error).toBe(true);
  for (const other of [full, new Error("x"), null, { name: "TributaryError" }]) {
    expect(other instanceof TributaryError).toBe(false);
    expect(other instanceof VendorError).toBe(false);
  }
});
