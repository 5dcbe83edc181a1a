"use client";

import { useRef } from "react";

/**
 * A key for a creation: the same while the request stays the same, so that pressing again after a lost answer creates
 * nothing twice.
 */
export function useIdempotencyKey(): (body: unknown) => string {
  const last = useRef({ asked: "", key: "" });
  return (body) => {
    const asked = JSON.stringify(body);
    if (last.current.asked !== asked) last.current = { asked, key: newKey() };
    return last.current.key;
  };
}

/** Random hexadecimal; unlike randomUUID it works in browsers without https too. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
