import { traced } from "./traced";

/** Runs one slice of a function in a span that records its result: the numbers and booleans in it. */
export function tracedSlice<Slice extends object>(name: string, work: () => Promise<Slice>): Promise<Slice> {
  return traced(name, {}, async (span) => {
    const slice = await work();
    if (span) {
      for (const [field, value] of Object.entries(slice))
        if (typeof value === "number" || typeof value === "boolean") span.setAttribute(field, value);
    }
    return slice;
  });
}
