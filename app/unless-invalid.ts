import { ZodError } from "zod";
import { TributaryError } from "@/lib/kernel/errors";

/**
 * For a first paint: what `read` finds, or null if the address asks for what it refuses, as a manipulated one does. The
 * browser then asks the API, and the screen says what it answers.
 */
export async function unlessInvalid<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (err) {
    if (err instanceof ZodError || (err instanceof TributaryError && err.code === "invalid")) return null;
    throw err;
  }
}
