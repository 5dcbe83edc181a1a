"use client";

import type { SegmentView } from "@/lib/segments/segment-view";

const MODES = [
  { mode: "off", label: "Off", meaning: "Nothing is sent to Braze" },
  { mode: "manual", label: "Manual", meaning: "Sent when Heap reports a change, and on Sync now" },
  { mode: "recurring", label: "Recurring", meaning: "Also every 4 hours, which retries what is owed" },
] as const;

/** The three ways a segment is synced, one of them chosen. Arrow keys move between them. */
export function ModeControl(props: {
  segment: SegmentView;
  isDisabled: boolean;
  onChange: (mode: SegmentView["mode"]) => void;
}) {
  const { segment, isDisabled, onChange } = props;
  return (
    <fieldset
      disabled={isDisabled}
      className="inline-flex rounded-md border border-line bg-raised p-0.5 disabled:opacity-60"
    >
      <legend className="sr-only">Mode of {segment.name}</legend>
      {MODES.map(({ mode, label, meaning }) => (
        <label
          key={mode}
          title={meaning}
          className="cursor-pointer rounded px-2 py-1 text-xs font-medium text-ink-soft has-checked:bg-surface has-checked:text-ink has-checked:ring-1 has-checked:ring-line-strong has-disabled:cursor-not-allowed has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={`mode-${segment.id}`}
            value={mode}
            checked={segment.mode === mode}
            onChange={() => onChange(mode)}
            className="sr-only"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** The mode in words, for those who may not change it. */
export function ModeWords({ mode }: { mode: SegmentView["mode"] }) {
  const { label, meaning } = MODES.find((known) => known.mode === mode) ?? MODES[0];
  return <span title={meaning}>{label}</span>;
}
