import { expect, test } from "vitest";
import { VendorError, type VendorErrorKind } from "@/lib/kernel/errors";
import { admitCall, isOutage } from "./circuit";

const circuit = (failures: number, waitSeconds = 0, probeSeconds = 0) => ({
  failures,
  waitSeconds,
  probeSeconds,
});

test("a single failure is the caller's own affair: others go on", () => {
  expect(admitCall(circuit(0))).toEqual({ kind: "go" });
  expect(admitCall(circuit(2, 8))).toEqual({ kind: "go" });
});

test("after three in a row everybody waits, then one may probe, and the others wait for it", () => {
  expect(admitCall(circuit(3, 7.2))).toEqual({ kind: "wait", seconds: 8 });
  expect(admitCall(circuit(3))).toEqual({ kind: "probe" });
  expect(admitCall(circuit(9, 0, 31))).toEqual({ kind: "wait", seconds: 31 });
});

test("no answer and the vendor's own faults are an outage; what concerns one call is none", () => {
  const isOne = (kind: VendorErrorKind) =>
    isOutage(new VendorError({ vendor: "braze", kind, status: null, words: "", retryAfterSeconds: null }));
  expect((["no_answer", "unavailable"] as const).map(isOne)).toEqual([true, true]);
  expect((["refused", "locked", "throttled", "unauthorized"] as const).map(isOne)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
