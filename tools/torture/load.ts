import { setTimeout as pause } from "node:timers/promises";
import { createRandom, freshSeed } from "@/sandbox/senders/random";
import type { DemoCustomer } from "../demo/customers";

/** Traffic that goes on until it is stopped. */
export interface Load {
  /** Ends when everything that was begun is delivered. */
  stop(): Promise<void>;
}

const EVENTS_PER_ROUND = 25;
const ROUND_PAUSE_MS = 150;
/** Long enough for a segment's pages to rest for more than the two seconds after which a task is decided. */
const PAGE_PAUSE_MS = 250;
const JOINING = 24;
const COMING_BACK = 4;
const LEAVING = 8;
/** Every n-th change renames the segment; every n-th empties it. */
const RENAME_EVERY = 4;
const DRAIN_EVERY = 41;

/** Sends a customer's events and segment changes, one round after the other, so that Braze and Heap never rest. */
export function startLoad(customer: DemoCustomer): Load {
  let isStopping = false;
  const random = createRandom(freshSeed());
  const past = new Map<number, string[]>();
  let newest = 0;

  async function sendEvents(): Promise<void> {
    while (!isStopping) {
      customer.currents.make(EVENTS_PER_ROUND);
      await customer.currents.flush();
      await pause(ROUND_PAUSE_MS);
    }
  }

  async function sendSegments(): Promise<void> {
    for (let change = 0; !isStopping; change++) {
      const segmentId = customer.segmentIds[change % customer.segmentIds.length] ?? 0;
      if (change % RENAME_EVERY === 0) customer.segments.define(segmentId, `Segment ${segmentId}, ${change}`);
      if (change % DRAIN_EVERY === DRAIN_EVERY - 1) await customer.segments.drain(segmentId);
      else await customer.segments.sync(segmentId, changeOf(segmentId));
      await pause(PAGE_PAUSE_MS);
    }
  }

  /** Some join for the first time, some come back, some leave. */
  function changeOf(segmentId: number): { add: string[]; remove: string[] } {
    const gone = past.get(segmentId) ?? [];
    const back = random.shuffle(gone).slice(0, COMING_BACK);
    const remove = random.shuffle([...customer.segments.members(segmentId)]).slice(0, LEAVING);
    past.set(segmentId, [...gone.filter((key) => !back.includes(key)), ...remove]);
    return { add: [...Array.from({ length: JOINING }, () => `user-${newest++}`), ...back], remove };
  }

  const sending = Promise.all([sendEvents(), sendSegments()]);
  // `stop` awaits it; until then a failure is only kept.
  sending.catch(() => {});
  return {
    stop: async () => {
      isStopping = true;
      await sending;
    },
  };
}
