/** A column of a list of rows whose values repeat: each value once, and where the value of each row is. */
export interface RepeatedValues<T> {
  values: readonly T[];
  /** Of each row the place in `values`, counted from 1, as `intArray` writes it; 0 for null, which in SQL is `(values)[0]`. */
  places: string;
}

/**
 * Reads a column whose values repeat. PostgreSQL and its driver then read each value once, in place of once a row: of an event's
 * outcome that is all but its id, its person and its time.
 */
export function repeatedValues<Row, T>(
  rows: readonly Row[],
  read: (row: Row) => T | null,
): RepeatedValues<T> {
  const placeOf = new Map<T, number>();
  const places = rows.map((row) => {
    const value = read(row);
    if (value === null) return 0;
    const known = placeOf.get(value);
    if (known !== undefined) return known;
    placeOf.set(value, placeOf.size + 1);
    return placeOf.size;
  });
  return { values: [...placeOf.keys()], places: intArray(places) };
}

/** Whole numbers as PostgreSQL reads an array of them: the driver would quote each one. */
export function intArray(numbers: readonly number[]): string {
  return `{${numbers.join(",")}}`;
}
