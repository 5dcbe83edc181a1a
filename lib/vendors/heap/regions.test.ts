import { describe, expect, it } from "vitest";
import { heapHost } from "@/lib/vendors/heap/regions";

describe("Heap's hosts are a fixed list", () => {
  it("knows the two regions", () => {
    expect(heapHost("us")).toBe("https://heapanalytics.com");
    expect(heapHost("eu")).toBe("https://c.eu.heap-api.com");
  });

  it("has a sandbox only where one is configured", () => {
    expect(heapHost("sandbox", "http://localhost:4010/heap/")).toBe("http://localhost:4010/heap");
    expect(() => heapHost("sandbox")).toThrow(/Unknown Heap region/);
  });

  it.each(["", "https://evil.example", "constructor", "US"])("refuses %j", (region) => {
    expect(() => heapHost(region, "http://localhost")).toThrow(/Unknown Heap region/);
  });
});
