"use client";

import { withTimesIn } from "@/lib/kernel/time-zone";
import { useZone } from "./zone";

/** A text that the server wrote, with the times in it told in the viewer's zone. */
export function Told({ text }: { text: string | null }) {
  const zone = useZone();
  if (text === null) return null;
  return zone === null ? text : withTimesIn(text, zone);
}
