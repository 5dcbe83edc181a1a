import { ZodError } from "zod";
import { TributaryError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";

/**
 * For one part of a first paint: what `read` finds, or null, which leaves it to the browser. The browser asks the API, and
 * that part of the screen says what it answers, while the rest of the page is there. So it is with an address that asks for
 * what the verb refuses, and with a read that fails.
 * @throws TributaryError `not_found`, `forbidden`: these are about the whole page
 */
export async function paintIfRead<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (err) {
    if (err instanceof TributaryError && (err.code === "not_found" || err.code === "forbidden")) throw err;
    const isRefused = err instanceof ZodError || (err instanceof TributaryError && err.code === "invalid");
    if (!isRefused) log.error({ err }, "a part of a page could not be read for its first paint");
    return null;
  }
}
