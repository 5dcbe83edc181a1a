import { expect, test } from "vitest";
import { VendorError, type VendorErrorFields } from "@/lib/kernel/errors";
import { judgeRefusal } from "./try-key";

function refusal(fields: Partial<VendorErrorFields>): VendorError {
  return new VendorError({
    vendor: "braze",
    kind: "unauthorized",
    status: 401,
    words: "Braze's words",
    retryAfterSeconds: null,
    ...fields,
  });
}

test("only what the customer can fix counts against their key; temporary failures are retried", () => {
  const verdict = (fields: Partial<VendorErrorFields>) => judgeRefusal(refusal(fields), "EU-01").verdict;
  expect(verdict({ reason: "data_import_key" })).toBe("refused");
  expect(verdict({ reason: "unauthorized" })).toBe("refused");
  expect(verdict({ reason: "partner_key" })).toBe("unchecked");
  expect(verdict({ reason: "not_enabled" })).toBe("unchecked");
  expect(verdict({ kind: "not_found", status: 404 })).toBe("unchecked");
  for (const kind of ["locked", "throttled", "unavailable", "no_answer"] as const)
    expect(verdict({ kind, status: null })).toBe("unreachable");
});

test("a refused key names the workspace's instance and says that the link keeps working", () => {
  const { message, nextAction } = judgeRefusal(refusal({ reason: "data_import_key" }), "EU-01");
  expect(message).toContain("Braze's words");
  expect(nextAction).toMatch(/EU-01.*link keeps working/);
});
