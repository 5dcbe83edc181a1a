/**
 * Codes of PostgreSQL that speak about a value that was to be stored, so that the same statement fails in the same way
 * each time: cardinality violation (21), data exception (22), unique, check and exclusion violation (23505, 23514,
 * 23P01), and program limit exceeded (54), such as a text too long for an index. Not among them: what passes by itself
 * (08, 40, 53, 55, 57, 58), and a missing value or row (23502, 23503), which no value from outside causes.
 * Source: PostgreSQL's documentation, appendix A, "PostgreSQL Error Codes".
 */
const ABOUT_A_VALUE = /^(?:(?:21|22|54)[0-9A-Z]{3}|23505|23514|23P01)$/;

/**
 * Whether what was to be stored is at fault, and not the database or the connection to it: trying again changes nothing.
 * A `RangeError` is a date or a text that JavaScript cannot write down. Pure.
 */
export function isDataError(err: unknown): boolean {
  if (err instanceof RangeError) return true;
  return err instanceof Error && "code" in err && ABOUT_A_VALUE.test(String(err.code));
}
