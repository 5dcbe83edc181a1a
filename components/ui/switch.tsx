/** On or off, at once. */
export function Switch(props: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  /** Read out; show the visible words next to it yourself. */
  label: string;
  isDisabled?: boolean;
}) {
  return (
    <span className="relative inline-flex h-5 w-9 shrink-0">
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says by itself whether it is checked
        role="switch"
        checked={props.checked}
        onChange={(event) => props.onCheckedChange(event.target.checked)}
        disabled={props.isDisabled}
        aria-label={props.label}
        className="peer size-full cursor-pointer appearance-none rounded-full border border-line-strong bg-raised after:absolute after:-inset-0.5 checked:border-accent checked:bg-accent disabled:cursor-default disabled:opacity-55"
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute top-[0.1875rem] left-[0.1875rem] size-3.5 rounded-full bg-ink-soft transition-transform peer-checked:translate-x-4 peer-checked:bg-accent-ink peer-disabled:opacity-55 motion-reduce:transition-none"
      />
    </span>
  );
}
