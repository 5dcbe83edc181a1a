"use client";

import { type ChangeEvent, type FocusEvent, useEffect, useRef, useState } from "react";

/** A pause in typing of this length applies what was typed. */
const REST_MS = 250;

/**
 * What a search field needs so that its text, without space around it, applies after a pause in typing, or at once when
 * the field is left: a change of the address later on would cancel the link that was clicked next.
 * @param value what applies now. A value that others set ("Clear filters", the browser's history) replaces what was typed
 * @param onChange is called with what applies from now on
 * @returns properties for an input
 */
export function useTypedText(value: string, onChange: (text: string) => void) {
  const [typed, setTyped] = useState(value);
  const applied = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The echo of our own typing is not shown: there may be more in the field by now.
  useEffect(() => {
    if (value === applied.current) return;
    applied.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function apply(text: string): void {
    clearTimeout(timer.current);
    if (text.trim() === applied.current) return;
    applied.current = text.trim();
    onChange(text.trim());
  }

  return {
    value: typed,
    onChange({ target }: ChangeEvent<HTMLInputElement>) {
      const text = target.value;
      setTyped(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => apply(text), REST_MS);
    },
    onBlur: ({ target }: FocusEvent<HTMLInputElement>) => apply(target.value),
  };
}
