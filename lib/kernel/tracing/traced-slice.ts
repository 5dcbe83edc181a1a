import { traced } from "./traced";

/**
 * Runs one slice of a function in a span that records its result: the numbers and booleans in it.
 * @param cause the span of the request that asked for the work, as its event names it; the span is linked to it
 */
export function tracedSlice<Slice extends object>(
  name: string,
  work: () => Promise<Slice>,
  cause?: unknown,
): Promise<Slice> {
  const place = { role: "consumer", ...(typeof cause === "string" && { cause }) } as const;
  return traced(name, place, async (span) => {
    const slice = await work();
    if (span) {
      for (const [field, value] of Object.entries(slice))
        if (typeof value === "number" || typeof value === "boolean") span.setAttribute(field, value);
    }
    return slice;
  });
}
