"use client";

import { Search } from "lucide-react";
import { useTypedText } from "@/components/data/use-typed-text";
import { TextInput } from "./field";

/** A search field among filters. @param props.placeholder the label, if it is left out */
export function SearchBox(props: {
  value: string;
  label: string;
  placeholder?: string;
  maxLength?: number;
  onChange: (value: string) => void;
}) {
  const { value, label, placeholder = label, maxLength, onChange } = props;
  const typed = useTypedText(value, onChange);
  return (
    <div className="relative col-span-full min-w-0 sm:w-64">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-soft"
      />
      <TextInput
        type="search"
        aria-label={label}
        placeholder={placeholder}
        className="pl-8"
        maxLength={maxLength}
        {...typed}
      />
    </div>
  );
}
