"use client";

import { useEffect, useState } from "react";

/** A value that follows after a pause, so that typing does not send a request per letter. */
export function useDebounced<T>(value: T, restMillis = 150): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMillis);
    return () => clearTimeout(timer);
  }, [value, restMillis]);
  return rested;
}
