"use client";

import { useSyncExternalStore } from "react";

/** How often relative times move on. */
const TICK_MS = 5_000;

let nowMs = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  // Within one tick every reader sees the same time; after a pause without readers it is read again.
  if (timer === undefined || nowMs === 0) nowMs = Date.now();
  return nowMs;
}

/**
 * The time in milliseconds, shared by everything on the page and updated every five seconds. Null while the server
 * renders and the page hydrates: only the browser knows the viewer's zone.
 */
export function useNow(): number | null {
  return useSyncExternalStore<number | null>(subscribe, read, () => null);
}
