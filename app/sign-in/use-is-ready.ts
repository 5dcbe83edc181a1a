import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the page's script has taken over; before that the browser itself would send a form, to nowhere. */
export function useIsReady(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
