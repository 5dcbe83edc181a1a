"use client";

import { useEffect, useState } from "react";

/** A value that follows once it has rested: what is typed is not asked for letter by letter. */
export function useDebounced<T>(value: T, restMillis = 150): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMillis);
    return () => clearTimeout(timer);
  }, [value, restMillis]);
  return rested;
}
