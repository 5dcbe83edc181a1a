import { type BrazeState, createBrazeState } from "./braze/state";
import type { SenderShelf } from "./control/senders";
import { FaultTable } from "./faults";
import { createHeapState, type HeapState } from "./heap/state";

/** Everything the sandbox remembers. A reset replaces its halves, so reach them through this object each time. */
export type SandboxState = { braze: BrazeState; heap: HeapState; faults: FaultTable; senders: SenderShelf };

export function createSandboxState(): SandboxState {
  return { braze: createBrazeState(), heap: createHeapState(), faults: new FaultTable(), senders: new Map() };
}

/** Forgets everything, including switches that were set. */
export function resetSandbox(state: SandboxState): void {
  Object.assign(state, createSandboxState());
}
