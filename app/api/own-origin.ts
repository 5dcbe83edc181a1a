import { env } from "@/lib/kernel/env";
import { portalUrl } from "@/lib/kernel/own-addresses";

/**
 * Whether a change comes from one of our own pages, by the browser's Origin header. The host is compared, not the
 * scheme: behind a proxy the request arrives by plain http.
 */
export function isOwnOrigin(req: Request): boolean {
  const origin = req.headers.get("origin");
  if (!origin || !URL.canParse(origin)) return false;

  const { host } = new URL(origin);
  const own = [req.headers.get("host"), new URL(portalUrl()).host, new URL(env().PUBLIC_URL).host];
  return own.includes(host);
}
