import { pool } from "@/lib/kernel/database";
import type { Figure } from "./figure";
import { printResult } from "./figure";
import { percentile } from "./measure-latency";
import { readSeeded, screensOf } from "./screen-addresses";
import { signIn } from "./sign-in";

/** The longest a list or overview may take on the server (median). */
const BOUND_MS = 150;

const WARM_UPS = 3;
const { APP_URL = "", BENCH_EMAIL = "", BENCH_PASSWORD = "", BENCH_REQUESTS = "30" } = process.env;

const cookie = await signIn(APP_URL, BENCH_EMAIL, BENCH_PASSWORD);
const seeded = await readSeeded();
await pool.end();

const emptyMs = await measure("/api/live");
const figures: Figure[] = [toFigure("an empty route", emptyMs)];
for (const { name, path } of screensOf(seeded)) figures.push(toFigure(name, await measure(path)));

const slow = figures.filter((figure) => figure.value > BOUND_MS).length;
figures.push({
  name: `of ${figures.length - 1} over ${BOUND_MS} ms`,
  value: slow,
  unit: "screens",
  target: { atMost: 0 },
});
printResult({ part: "screens", figures });

/** Time to the last byte of a number of answers, one after the other. Milliseconds, in ascending order. */
async function measure(path: string): Promise<number[]> {
  const latenciesMs: number[] = [];
  for (let index = -WARM_UPS; index < Number(BENCH_REQUESTS); index++) {
    const startedMs = performance.now();
    const res = await fetch(APP_URL + path, { headers: { cookie }, redirect: "manual" });
    await res.arrayBuffer();
    if (res.status !== 200) throw new Error(`${path} answered ${res.status}`);
    if (index >= 0) latenciesMs.push(performance.now() - startedMs);
  }
  return latenciesMs.sort((a, b) => a - b);
}

function toFigure(name: string, latenciesMs: readonly number[]): Figure {
  const median = percentile(latenciesMs, 0.5);
  const share = Math.round((median / BOUND_MS) * 100);
  const times = (median / percentile(emptyMs, 0.5)).toFixed(1);
  return {
    name,
    value: median,
    unit: "ms",
    note: `p95 ${percentile(latenciesMs, 0.95).toFixed(1)} ms, ${share} % of ${BOUND_MS} ms, ${times} times the empty route`,
  };
}
