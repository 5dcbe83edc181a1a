/** `starting` until the engine runs, `stopping` from the signal to end. */
export type ProcessPhase = "starting" | "running" | "stopping";

const shared = globalThis as typeof globalThis & { tributaryPhase?: ProcessPhase };

/** The phase of this process. Kept on globalThis because Next bundles a module more than once. */
export function processPhase(): ProcessPhase {
  return shared.tributaryPhase ?? "starting";
}

/** Sets the phase of this process. */
export function enterPhase(phase: ProcessPhase): void {
  shared.tributaryPhase = phase;
}
