import { Select } from "./field";

/** What can be chosen: a value of the address and its words. */
export type Options = readonly (readonly [value: string, words: string])[];

/** A filter with a fixed choice. A value that is not among the options is kept and shown as "Other". */
export function Picker(props: {
  label: string;
  value: string;
  options: Options;
  className?: string;
  onChange: (value: string) => void;
}) {
  const { label, value, options, className = "", onChange } = props;
  const isKnown = options.some(([option]) => option === value);
  return (
    <Select
      aria-label={label}
      value={value}
      className={`sm:w-auto sm:max-w-48 ${className}`}
      onChange={(event) => onChange(event.target.value)}
    >
      {!isKnown && <option value={value}>Other</option>}
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
    </Select>
  );
}
