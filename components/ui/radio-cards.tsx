"use client";

import { type ComponentProps, type ReactNode, useId } from "react";

interface Option {
  value: string;
  title: ReactNode;
  /** What choosing it means. */
  description?: ReactNode;
  /** It cannot be chosen now; the description says why. */
  isDisabled?: boolean;
}

/** One of a few, each with its consequences in words. `control` comes from react-hook-form's `register`. */
export function RadioCards(props: {
  legend: string;
  hint?: ReactNode;
  options: readonly Option[];
  control: ComponentProps<"input">;
}) {
  const { legend, hint, options, control } = props;
  const id = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={hint ? `${id}-hint` : undefined}>
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="space-y-2">
        {options.map(({ value, title, description, isDisabled }) => (
          <label
            key={value}
            htmlFor={`${id}-${value}`}
            className="flex cursor-pointer gap-2.5 rounded-md border border-line bg-surface px-3 py-2.5 hover:bg-raised has-checked:border-accent has-disabled:cursor-not-allowed has-disabled:bg-raised"
          >
            <input
              type="radio"
              {...control}
              id={`${id}-${value}`}
              value={value}
              disabled={isDisabled}
              aria-describedby={description ? `${id}-${value}-words` : undefined}
              aria-labelledby={`${id}-${value}-title`}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span id={`${id}-${value}-title`} className="font-medium">
                {title}
              </span>
              {description && (
                <span id={`${id}-${value}-words`} className="mt-0.5 block text-xs text-ink-soft">
                  {description}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
      {hint && (
        <div id={`${id}-hint`} className="mt-1.5 text-xs text-ink-soft">
          {hint}
        </div>
      )}
    </fieldset>
  );
}
