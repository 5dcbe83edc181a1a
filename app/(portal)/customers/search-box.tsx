"use client";

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { TextInput } from "@/components/ui/field";

/** How long typing must pause before the search starts. */
const REST_MS = 250;

/** Searches customers by name while someone types. */
export function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // What others set ("Clear filters", the browser's history) is shown; the echo of our own typing is not.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function search(typed: string) {
    clearTimeout(timer.current);
    if (typed.trim() === told.current) return;
    told.current = typed.trim();
    onChange(typed.trim());
  }

  function type(next: string) {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => search(next), REST_MS);
  }

  return (
    <div className="relative col-span-full min-w-0 sm:w-64">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-soft"
      />
      <TextInput
        type="search"
        aria-label="Search customers by name"
        placeholder="Search by name"
        className="pl-8"
        maxLength={200}
        value={text}
        onChange={(event) => type(event.target.value)}
        // At once, because a change of the address later on would cancel the link that is clicked next.
        onBlur={(event) => search(event.target.value)}
      />
    </div>
  );
}
