import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { clientAddress } from "@/app/api/auth/client-address";
import { crowded, lookUpInPlace, takePlace } from "@/app/api/sender-places";
import { TributaryError } from "@/lib/kernel/errors";
import { QueueFull } from "@/lib/kernel/queue";

/**
 * What the page of a secret link shows: the result of `show`, or why not now. A link that does not work gets the page's
 * not-found. Both steps take places, as in `app/api/secret-link.ts`.
 * @param find the link of a token while it works, or null; throws when too many were looked up from the address
 */
export async function openSecretLink<Link extends { customerId: string }, Shown>(
  token: string,
  find: (token: string, address: string) => Promise<Link | null>,
  show: (link: Link) => Promise<Shown>,
): Promise<Shown | string> {
  const address = clientAddress(await headers());
  const shown = await lookUpInPlace({ token, address }, () => find(token, address))
    .then((link) => link && takePlace({ token, customerId: link.customerId }, () => show(link)))
    .catch(sayIfThrottled);
  if (shown === null) notFound();
  return shown;
}

function sayIfThrottled(err: unknown): string {
  if (err instanceof QueueFull) return crowded().message;
  if (err instanceof TributaryError && err.code === "limit_reached") return err.message;
  throw err;
}
