import { notFound } from "next/navigation";
import { TributaryError } from "@/lib/errors";

/** For a server page: what a verb finds, or the not-found screen when it says `not_found`. */
export async function orNotFound<T>(found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (err) {
    if (err instanceof TributaryError && err.code === "not_found") notFound();
    throw err;
  }
}
