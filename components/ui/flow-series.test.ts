import { Pause } from "lucide-react";
import { expect, test } from "vitest";
import { markersByPoint } from "./flow-series";

test("a marker belongs to the point it falls into; one before the first point is left out", () => {
  const points = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"].map((at) => ({ at }));
  const markers = [
    "2026-10-31T23:00:00Z",
    "2026-11-01T23:59:59Z",
    "2026-11-02T00:00:00Z",
    "2026-11-02T08:00:00Z",
  ].map((at) => ({ at, icon: Pause, label: at }));
  const found = markersByPoint({ points, markers });
  expect([...found].map(([at, of]) => [at, of.length])).toEqual([
    ["2026-11-01T00:00:00Z", 1],
    ["2026-11-02T00:00:00Z", 2],
  ]);
});
