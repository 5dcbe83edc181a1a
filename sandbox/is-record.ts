/** True for a JSON object: not null, not an array. Lets the sandbox read foreign JSON without trusting its shape. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
