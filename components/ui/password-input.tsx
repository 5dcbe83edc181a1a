"use client";

import { type ComponentProps, useState } from "react";
import { TextInput } from "./field";

/** A person's own password: a password manager may fill and save it, and people may look at what they typed. */
export function PasswordInput({
  className = "",
  ...rest
}: ComponentProps<typeof TextInput> & { autoComplete: "current-password" | "new-password" }) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextInput
        spellCheck={false}
        autoCapitalize="off"
        {...rest}
        type={isShown ? "text" : "password"}
        className={`pr-16 ${className}`}
      />
      <button
        type="button"
        aria-label={isShown ? "Hide password" : "Show password"}
        onClick={() => setShown(!isShown)}
        className="absolute inset-y-1 right-1 rounded px-2 text-xs font-medium text-ink-soft hover:bg-raised hover:text-ink"
      >
        {isShown ? "Hide" : "Show"}
      </button>
    </div>
  );
}
