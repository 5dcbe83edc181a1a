import { isIP } from "node:net";

/**
 * The header in which the server records a request's address (app/guard-requests.ts). What a client sends under this
 * name is overwritten.
 */
export const ADDRESS_HEADER = "x-tributary-address";

/** The address a request comes from, as the server recorded it; throttling counts by it. */
export function clientAddress(headers: { get(name: string): string | null }): string {
  return headers.get(ADDRESS_HEADER) || "unknown";
}

/**
 * The address a request comes from. `X-Forwarded-For` is a list to which every proxy adds the address it saw, and a
 * client may send any beginning of it: only the entries of the trusted proxies count, so the address is the one that
 * the first of them saw.
 * @param socketAddress the other end of the connection: the client, or the last proxy
 * @param trustedProxies how many proxies of our own a request passes; 0 ignores the list
 * @returns an IPv4 address, or the first 64 bits of an IPv6 one, since a client has all addresses under that prefix
 */
export function findClientAddress(
  forwardedFor: string | undefined,
  socketAddress: string | undefined,
  trustedProxies: number,
): string {
  const seen = (forwardedFor ?? "").split(",").map(readAddress);
  const trusted = trustedProxies === 0 ? [] : seen.slice(-trustedProxies);
  const address = trusted[0] ?? readAddress(socketAddress ?? "");
  return address ? networkOf(address) : "unknown";
}

/** An address without brackets and port, IPv4 written as such; undefined when it is not an address. */
function readAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "")
    .replace(/%.*/, "");
  return isIP(bare) ? bare : undefined;
}

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;

  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head.split(":").filter(Boolean);
  const after = tail?.split(":").filter(Boolean) ?? [];
  const missing = tail === undefined ? 0 : 8 - groups.length - after.length;
  const whole = [...groups, ...Array<string>(Math.max(0, missing)).fill("0"), ...after];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
