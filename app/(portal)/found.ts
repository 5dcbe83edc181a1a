import { notFound } from "next/navigation";
import { z } from "zod";
import { TributaryError } from "@/lib/kernel/errors";

/** For a server page: the result of a verb, or the not-found screen if the verb throws `not_found`. */
export async function orNotFound<T>(found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (err) {
    if (err instanceof TributaryError && err.code === "not_found") notFound();
    throw err;
  }
}

const ids = z.record(z.string(), z.uuid());

/** For a server page: the ids in its address, or the not-found screen if one of them cannot be an id. */
export async function readIds<Ids extends Record<string, string>>(params: Promise<Ids>): Promise<Ids> {
  const found = await params;
  if (!ids.safeParse(found).success) notFound();
  return found;
}
