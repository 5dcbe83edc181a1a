"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * Marks the element around it, in what the server sends, as not yet taken over by React; the mark goes with the effects
 * of hydration, when everything beside it listens. Each part that hydrates on its own (the page as a whole, what is
 * behind a `loading.tsx`, what is loaded with `dynamic`) has one. `app/early-input.ts` and the browser tests read it.
 */
export function Hydrating() {
  const isHydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return isHydrated ? null : <span hidden data-hydrating="" />;
}
