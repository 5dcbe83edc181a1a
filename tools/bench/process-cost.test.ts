import { expect, test } from "vitest";
import { readStat } from "./process-cost";

test("a process's parent and its times are read, whatever its name is", () => {
  const line = "42 (a) R 7 (b) S 17 42 42 0 -1 4194560 100 0 0 0 250 50 30 20 20 0 11 0 1 2 3";
  expect(readStat(line)).toEqual({ parentPid: 17, cpuSeconds: 3.5 });
});
