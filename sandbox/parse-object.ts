import { isRecord } from "./is-record";

/** Reads a JSON object; undefined when the text is not JSON or is something else. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
