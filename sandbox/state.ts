import { type BrazeState, createBrazeState } from "./braze/state";
import type { SenderShelf } from "./control/senders";
import { FaultTable } from "./faults";
import { createHeapState, type HeapState } from "./heap/state";
import { ReceivedBodies } from "./received-bodies";

/** Everything the sandbox remembers. A reset replaces its halves, so reach them through this object each time. */
export type SandboxState = {
  braze: BrazeState;
  heap: HeapState;
  faults: FaultTable;
  senders: SenderShelf;
  /** By `heap/<app id>` and `braze/<Data Import Key>`. */
  bodies: ReceivedBodies;
};

export function createSandboxState(): SandboxState {
  return {
    braze: createBrazeState(),
    heap: createHeapState(),
    faults: new FaultTable(),
    senders: new Map(),
    bodies: new ReceivedBodies(),
  };
}

/** Forgets everything, including switches that were set. */
export function resetSandbox(state: SandboxState): void {
  Object.assign(state, createSandboxState());
}
