"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { zoneName } from "./moment";

const ZoneContext = createContext<string | null>(null);

/** Tells all components below in which time zone the viewer wants to read times; null: in the browser's. */
export function ZoneProvider({ timeZone, children }: { timeZone: string | null; children: ReactNode }) {
  return <ZoneContext value={timeZone}>{children}</ZoneContext>;
}

/**
 * The viewer's time zone: the chosen one, otherwise the browser's. Null while the server renders and the page hydrates:
 * only the browser knows its zone, and the two may write the same time differently.
 */
export function useZone(): string | null {
  const chosen = useContext(ZoneContext);
  const ofBrowser = useSyncExternalStore<string | null>(never, browserZone, () => null);
  return ofBrowser && (chosen ?? ofBrowser);
}

/** The viewer's time zone in short, such as "CET", for the heading of a column of times or the label of a field. */
export function ZoneName() {
  const zone = useZone();
  return zone === null ? "UTC" : zoneName(new Date(), zone);
}

function never(): () => void {
  return () => undefined;
}

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
