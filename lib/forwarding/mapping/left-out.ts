/** What Heap does not get of a property, because it takes no more. */
export interface LeftOut {
  /** The property's name in Heap. */
  name: string;
  /** The end of a text, whole items of a list, or a value that was nested too deep. */
  kind: "characters" | "items" | "value";
  count: number;
}

/** Adds to what was left out of a property. */
export function noteLeftOut(into: LeftOut[], name: string, kind: LeftOut["kind"], count: number): void {
  const found = into.find((one) => one.name === name && one.kind === kind);
  if (found) found.count += count;
  else into.push({ name, kind, count });
}
