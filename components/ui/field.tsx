"use client";

import { type ComponentProps, type ReactNode, useId, useState } from "react";

export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

/** A labelled control with its hint and its error, tied together for screen readers. */
export function Field(props: {
  label: string;
  /** Where to find the value, or what it does. */
  hint?: ReactNode;
  error?: string;
  isOptional?: boolean;
  children: (control: ControlProps) => ReactNode;
}) {
  const { label, hint, error, isOptional = false, children } = props;
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [error && errorId, hint && hintId].filter(Boolean).join(" ");
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 flex items-baseline gap-2 font-medium [overflow-wrap:anywhere]">
        {label}
        {isOptional && <span className="text-xs font-normal text-ink-soft">optional</span>}
      </label>
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error && (
        <p id={errorId} role="alert" className="mt-1 text-xs font-medium text-bad">
          {error}
        </p>
      )}
      {hint && (
        <div id={hintId} className="mt-1 text-xs text-ink-soft">
          {hint}
        </div>
      )}
    </div>
  );
}

const CONTROL =
  "block w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink placeholder:text-ink-soft disabled:bg-raised disabled:text-ink-soft aria-invalid:border-bad sm:text-sm";

export function TextInput({ className = "", ...rest }: ComponentProps<"input">) {
  return <input type="text" autoComplete="off" {...rest} className={`${CONTROL} h-9 ${className}`} />;
}

/** Several lines of text. */
export function TextArea({ className = "", ...rest }: ComponentProps<"textarea">) {
  return <textarea autoComplete="off" rows={3} {...rest} className={`${CONTROL} py-1.5 ${className}`} />;
}

/** The browser's own list: works by keyboard, by touch and at every width. */
export function Select({ className = "", ...rest }: ComponentProps<"select">) {
  return <select {...rest} className={`${CONTROL} h-9 pr-8 ${className}`} />;
}

/** A field for a secret: hidden until revealed, and never offered for saving by the browser. */
export function SecretInput({ className = "", ...rest }: ComponentProps<"input">) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <input
        autoComplete="new-password"
        spellCheck={false}
        data-1p-ignore=""
        {...rest}
        type={isShown ? "text" : "password"}
        className={`${CONTROL} h-9 pr-16 font-mono ${className}`}
      />
      <button
        type="button"
        aria-label={isShown ? "Hide what is typed" : "Show what is typed"}
        onClick={() => setShown(!isShown)}
        className="absolute inset-y-1 right-1 rounded px-2 text-xs font-medium text-ink-soft hover:bg-raised hover:text-ink"
      >
        {isShown ? "Hide" : "Show"}
      </button>
    </div>
  );
}
