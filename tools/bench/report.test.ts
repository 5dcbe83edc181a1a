import { expect, test } from "vitest";
import { formatReport } from "./report";

test("the report names the machine and lines up every figure with its verdict", () => {
  const report = formatReport({
    measuredAt: "2026-03-01T12:00:00.000Z",
    machine: {
      cpu: "Some CPU",
      cores: 2,
      memoryGb: 8,
      node: "20.19.0",
      system: "linux x64",
      loadBefore: 0.5,
    },
    parts: [
      {
        part: "ingest",
        figures: [
          { name: "Currents route", value: 1234.4, unit: "requests/s" },
          { name: "share of the empty route", value: 54.32, unit: "%", target: { atLeast: 50 } },
        ],
      },
      {
        part: "mapping",
        figures: [{ name: "latency", value: 0.756, unit: "ms", note: "p95 2 ms", target: { atMost: 0.5 } }],
      },
    ],
  });

  expect(report.split("\n")).toEqual([
    "  2026-03-01T12:00:00.000Z  linux x64, Node 20.19.0",
    "  Some CPU, 2 cores, 8 GB, load average before 0.5",
    "",
    "  ingest   Currents route            1,234 requests/s",
    "           share of the empty route   54.3 %  target >= 50.0: met",
    "  mapping  latency                    0.76 ms  (p95 2 ms)  target <= 0.50: missed",
  ]);
});
