"use client";

import * as RadixSwitch from "@radix-ui/react-switch";

/** On or off, at once. */
export function Switch(props: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  /** Read out; show the visible words next to it yourself. */
  label: string;
  isDisabled?: boolean;
}) {
  return (
    <RadixSwitch.Root
      checked={props.checked}
      onCheckedChange={props.onCheckedChange}
      disabled={props.isDisabled}
      aria-label={props.label}
      className="relative h-5 w-9 shrink-0 rounded-full after:absolute after:-inset-0.5 border border-line-strong bg-raised data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-55"
    >
      <RadixSwitch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-ink-soft transition-transform data-[state=checked]:translate-x-[1.1rem] data-[state=checked]:bg-accent-ink motion-reduce:transition-none" />
    </RadixSwitch.Root>
  );
}
