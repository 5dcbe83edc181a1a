import { Pause } from "lucide-react";
import { expect, test } from "vitest";
import { axisWords, markersByPoint } from "./flow-series";

test("an axis tells short times apart", () => {
  const told = [0, 0.025, 0.05, 0.1, 1.5, 90].map((seconds) => axisWords(seconds, "seconds"));
  expect(told).toEqual(["0 s", "25 ms", "50 ms", "100 ms", "1.5 s", "1 min"]);
});

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
