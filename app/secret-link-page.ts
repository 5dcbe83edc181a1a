import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { clientAddress } from "@/app/api/auth/client-address";
import { TributaryError } from "@/lib/kernel/errors";

/**
 * What the page of a secret link shows: the result of `open`, or the message of its limit. A link that does not work
 * gets the page's not-found.
 * @param open gets the address the request comes from
 */
export async function openSecretLink<T>(open: (address: string) => Promise<T | null>): Promise<T | string> {
  const address = clientAddress(await headers());
  const found = await open(address).catch(sayIfThrottled);
  if (found === null) notFound();
  return found;
}

function sayIfThrottled(err: unknown): string {
  if (err instanceof TributaryError && err.code === "limit_reached") return err.message;
  throw err;
}
