/** Calls under way, and their results on the way into the books. */
export interface Flight {
  /** Waits until another call may start. @throws what a `record` threw */
  untilFree(): Promise<void>;
  /** Starts a call, which must not reject; `record` gets its result. */
  start<Outcome>(call: () => Promise<Outcome>, record: (outcome: Outcome) => Promise<void>): void;
  /** Waits until one more call is recorded; false, at once, when all are. @throws what a `record` threw */
  untilRecorded(): Promise<boolean>;
  /** Waits until every call is recorded. @throws what a `record` threw */
  land(): Promise<void>;
}

/**
 * Keeps at most `mostCalls` calls under way. An answered call makes room for the next at once: answers are recorded
 * one after the other in the meantime. When as many again wait to be recorded, calls wait too.
 */
export function openFlight(mostCalls: number): Flight {
  const calling = new Set<Promise<unknown>>();
  const unrecorded = new Set<Promise<void>>();
  let lastRecord: Promise<void> = Promise.resolve();
  let fault: { err: unknown } | null = null;

  const check = () => {
    if (fault) throw fault.err;
  };

  return {
    async untilFree() {
      while (calling.size >= mostCalls) await Promise.race(calling);
      while (unrecorded.size >= 2 * mostCalls) await Promise.race(unrecorded);
      check();
    },

    start(call, record) {
      const answered = call();
      calling.add(answered);
      const recorded = answered
        .finally(() => calling.delete(answered))
        .then((outcome) => {
          const recording = lastRecord.then(() => record(outcome));
          lastRecord = recording.catch(() => undefined);
          return recording;
        })
        .catch((err: unknown) => {
          fault ??= { err };
        })
        .finally(() => unrecorded.delete(recorded));
      unrecorded.add(recorded);
    },

    async untilRecorded() {
      if (unrecorded.size === 0) return false;
      await Promise.race(unrecorded);
      check();
      return true;
    },

    async land() {
      await Promise.all(unrecorded);
      check();
    },
  };
}
