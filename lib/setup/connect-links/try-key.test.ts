import { expect, test } from "vitest";
import { VendorError, type VendorErrorFields } from "@/lib/kernel/errors";
import { judgeRefusal } from "./try-key";

const COHORTS = { kind: "cohort", brazeInstance: "EU-01" } as const;
const ATTRIBUTES = { kind: "attribute", brazeInstance: "EU-01" } as const;

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
  const verdict = (fields: Partial<VendorErrorFields>) => judgeRefusal(refusal(fields), COHORTS).verdict;
  expect(verdict({ reason: "data_import_key" })).toBe("refused");
  expect(verdict({ reason: "unauthorized" })).toBe("refused");
  expect(verdict({ reason: "partner_key" })).toBe("unchecked");
  expect(verdict({ reason: "not_enabled" })).toBe("unchecked");
  expect(verdict({ kind: "not_found", status: 404 })).toBe("unchecked");
  for (const kind of ["locked", "throttled", "unavailable", "no_answer"] as const)
    expect(verdict({ kind, status: null })).toBe("unreachable");
});

test("a refused key names the workspace's instance and says that the link keeps working", () => {
  const { message, nextAction } = judgeRefusal(refusal({ reason: "data_import_key" }), COHORTS);
  expect(message).toContain("Braze's words");
  expect(nextAction).toMatch(/EU-01.*link keeps working/);
});

test("a REST API key without users.track is refused, and the permission is named; an account that is not active says nothing about it", () => {
  const judge = (fields: Partial<VendorErrorFields>) => judgeRefusal(refusal(fields), ATTRIBUTES);
  expect(judge({ reason: "rest_permission" })).toMatchObject({
    verdict: "refused",
    message: expect.stringContaining("users.track"),
    nextAction: expect.stringContaining("Create another one"),
  });
  expect(judge({ reason: "rest_api_key", kind: "not_found", status: 404 })).toMatchObject({
    verdict: "refused",
    message: expect.stringContaining("REST API key"),
  });
  expect(judge({ reason: "rest_plan", status: 403 }).verdict).toBe("unchecked");
});
