/** `starting` until the engine runs, `stopping` from the signal to end on. */
export type ProcessPhase = "starting" | "running" | "stopping";

const shared = globalThis as typeof globalThis & { tributaryPhase?: ProcessPhase };

/** Where this process stands. Kept on globalThis because Next bundles a module more than once. */
export function processPhase(): ProcessPhase {
  return shared.tributaryPhase ?? "starting";
}

/** Says where this process stands from now on. */
export function enterPhase(phase: ProcessPhase): void {
  shared.tributaryPhase = phase;
}
