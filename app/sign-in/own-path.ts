/** Any host of ours would do: it only tells a path of our own from an address elsewhere. */
const BASE = "http://portal.invalid";

/** Where to go after signing in: a path of our own as given, else the first page; never another site. */
export function ownPath(wanted: string | string[] | null | undefined): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || !URL.canParse(wanted, BASE)) return "/";

  const { origin, pathname, search, hash } = new URL(wanted, BASE);
  const isOwn = origin === BASE && !pathname.startsWith("/sign-in") && !pathname.startsWith("//");
  return isOwn ? `${pathname}${search}${hash}` : "/";
}
