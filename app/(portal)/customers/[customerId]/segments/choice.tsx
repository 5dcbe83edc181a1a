interface Option<Value extends string> {
  value: Value;
  label: string;
  /** What it means, on hover. */
  meaning?: string;
}

/** A few values side by side, one of them selected. Arrow keys move between them. */
export function Choice<Value extends string>(props: {
  /** What is being chosen, for screen readers. */
  label: string;
  /** Unique on the page. */
  name: string;
  options: readonly Option<Value>[];
  value: string;
  isDisabled?: boolean;
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset
      disabled={props.isDisabled}
      className="inline-flex w-fit rounded-md border border-line bg-raised p-0.5 disabled:opacity-60"
    >
      <legend className="sr-only">{props.label}</legend>
      {props.options.map(({ value, label, meaning }) => (
        <label
          key={value}
          title={meaning}
          className="relative rounded px-2 py-1 text-xs font-medium text-ink-soft has-checked:bg-surface has-checked:text-ink has-checked:ring-1 has-checked:ring-line-strong has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={props.name}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
            className="absolute inset-0 size-full cursor-pointer appearance-none outline-none disabled:cursor-not-allowed"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
