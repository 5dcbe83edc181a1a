import { tracedSlice } from "@/lib/kernel/tracing/traced-slice";
import type { TributaryEvent } from "../events";

/** What every slice of a long job says. */
interface Slice {
  /** The job is over, or held: there is nothing to do now. */
  done: boolean;
  /** How long to wait before the next slice; 0 to go on at once. */
  waitSeconds: number;
}

/** What this needs of a function's `step`. */
interface Steps {
  run(id: string, work: () => Promise<Slice>): Promise<unknown>;
  sleep(id: string, time: string): Promise<void>;
  sendEvent(id: string, event: TributaryEvent): Promise<unknown>;
}

interface Job<Result extends Slice> {
  /** What its steps begin with: a run that is under way while a new version starts goes on by these. */
  stepName: string;
  /** What its spans are called. */
  spanName: string;
  runSlice: () => Promise<Result>;
  /** Does, in steps of its own, what a slice brought about. */
  afterSlice?: (result: Result, slice: number) => Promise<void>;
  /** Starts a fresh run. */
  goOn: TributaryEvent;
  /** A run hands over to a fresh one after so many: each call goes through all finished steps again. */
  mostSlices?: number;
}

const MOST_SLICES = 20;

/**
 * Runs a long job slice by slice, each a traced step, until it is done, and waits as long as a slice says. A run that
 * grows too long hands over to a fresh one.
 * @returns what the slices said, the last one last; that one is done unless another run goes on
 */
export async function runSlices<Result extends Slice>(step: Steps, job: Job<Result>): Promise<Result[]> {
  const { stepName, spanName, runSlice, afterSlice, goOn, mostSlices = MOST_SLICES } = job;
  const results: Result[] = [];
  for (let slice = 1; slice <= mostSlices; slice++) {
    // Counts, words and ids: it comes back out of JSON as it went in.
    const result = (await step.run(`${stepName}-${slice}`, () => tracedSlice(spanName, runSlice))) as Result;
    results.push(result);
    await afterSlice?.(result, slice);
    if (result.done) return results;
    if (result.waitSeconds > 0) await step.sleep(`wait-${slice}`, `${result.waitSeconds}s`);
  }

  await step.sendEvent("go-on", goOn);
  return results;
}
