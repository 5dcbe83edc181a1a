import { describe, expect, it } from "vitest";
import { heapDeletionHost, heapHost } from "@/lib/vendors/heap/regions";

describe("Heap's hosts are a fixed list", () => {
  it("knows the two regions", () => {
    expect(heapHost("us")).toBe("https://heapanalytics.com");
    expect(heapHost("eu")).toBe("https://c.eu.heap-api.com");
  });

  it("has a sandbox only where one is configured", () => {
    expect(heapHost("sandbox", "http://localhost:4010/")).toBe("http://localhost:4010/heap");
    expect(heapHost("sandbox_eu", "http://localhost:4010")).toBe("http://localhost:4010/heap-eu");
    expect(() => heapHost("sandbox")).toThrow(/Unknown Heap region/);
    expect(() => heapHost("sandbox_eu")).toThrow(/Unknown Heap region/);
  });

  it("has one host where users of both regions are deleted", () => {
    expect(heapDeletionHost("us")).toBe("https://heapanalytics.com");
    expect(heapDeletionHost("eu")).toBe("https://heapanalytics.com");
    expect(heapDeletionHost("sandbox_eu", "http://localhost:4010")).toBe("http://localhost:4010/heap");
    expect(() => heapDeletionHost("constructor", "http://localhost")).toThrow(/Unknown Heap region/);
  });

  it.each(["", "https://evil.example", "constructor", "US"])("refuses %j", (region) => {
    expect(() => heapHost(region, "http://localhost")).toThrow(/Unknown Heap region/);
  });
});
