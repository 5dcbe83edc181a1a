import { describe, expect, it } from "vitest";
import { retryAfterSeconds } from "@/lib/vendors/vendor-retry-after";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");

function wait(status: number, headers: Record<string, string>): number | null {
  return retryAfterSeconds(status, new Headers(headers), NOW_MS);
}

describe("a vendor's request to wait is understood in every form", () => {
  it.each([
    [429, { "retry-after": "12" }, 12],
    [503, { "retry-after": "Sun, 01 Mar 2026 12:00:30 GMT" }, 30],
    [503, { "retry-after": "Sun, 01 Mar 2026 11:00:00 GMT" }, 0],
    [429, { "x-ratelimit-retry-after": "3" }, 3],
    [429, { "x-ratelimit-reset": "45" }, 45],
    [429, { "x-ratelimit-reset": String(NOW_MS / 1000 + 90) }, 90],
    [429, { "retry-after": "soon", "x-ratelimit-reset": "5" }, 5],
    [429, { "retry-after": "99999999" }, 3600],
    [429, {}, null],
    [500, { "x-ratelimit-reset": "45" }, null],
  ])("%i %o is %s", (status, headers, expected) => {
    expect(wait(status, headers as Record<string, string>)).toBe(expected);
  });
});
