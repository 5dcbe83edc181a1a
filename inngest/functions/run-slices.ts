import { tracedSlice } from "@/lib/kernel/tracing/traced-slice";
import { causedBy } from "../caused-by";
import type { TributaryEvent } from "../events";

/** The result of every slice of a long job. */
interface Slice {
  /** The job is over, or held: there is nothing to do now. */
  done: boolean;
  /** How long to wait before the next slice; 0 to continue at once. */
  waitSeconds: number;
}

/** What this needs of a function's `step`. */
interface Steps {
  run(id: string, work: () => Promise<Slice>): Promise<unknown>;
  sleep(id: string, time: string): Promise<void>;
  sendEvent(id: string, event: TributaryEvent): Promise<unknown>;
}

interface Job<Result extends Slice> {
  /** Prefix of its step names: a run under way when a new version starts continues by these names. */
  stepName: string;
  /** Name of its spans. */
  spanName: string;
  /** The `traceparent` of the event: the span that asked for the job. */
  cause?: unknown;
  runSlice: () => Promise<Result>;
  /** Handles the result of a slice, in separate steps. */
  afterSlice?: (result: Result, slice: number) => Promise<void>;
  /** Starts a new run. */
  goOn: TributaryEvent;
  /** A run hands over to a new one after this many slices, because each call replays all finished steps. */
  mostSlices?: number;
}

const MOST_SLICES = 20;

/**
 * Runs a long job slice by slice, each a traced step, until it is done, and waits as long as a slice says. A run that
 * grows too long hands over to a new one.
 * @returns the results of the slices, in order; the last one is done unless another run continues
 */
export async function runSlices<Result extends Slice>(step: Steps, job: Job<Result>): Promise<Result[]> {
  const { stepName, spanName, cause, runSlice, afterSlice, goOn, mostSlices = MOST_SLICES } = job;
  const results: Result[] = [];
  for (let slice = 1; slice <= mostSlices; slice++) {
    // Counts, words and ids: it comes back out of JSON as it went in.
    const result = (await step.run(`${stepName}-${slice}`, () =>
      tracedSlice(spanName, runSlice, cause),
    )) as Result;
    results.push(result);
    await afterSlice?.(result, slice);
    if (result.done) return results;
    if (result.waitSeconds > 0) await step.sleep(`wait-${slice}`, `${result.waitSeconds}s`);
  }

  await step.sendEvent("go-on", causedBy(cause, goOn));
  return results;
}
