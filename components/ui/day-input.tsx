import { useId } from "react";
import { TextInput } from "./field";

/** One end of a range of days. */
export function DayInput(props: { label: string; value: string; onChange: (day: string) => void }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1 sm:flex-row sm:items-center sm:gap-1.5">
      <label htmlFor={id} className="text-ink-soft">
        {props.label}
      </label>
      <TextInput
        id={id}
        type="date"
        className="sm:w-auto"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}
