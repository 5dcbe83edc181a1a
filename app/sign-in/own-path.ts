/**
 * Where to go after signing in: the requested page if it is one of the portal's own, otherwise the first page; never
 * another site.
 * @param wanted a path, or an address as next-auth passes it on
 * @param portal the portal's own address
 */
export function ownPath(wanted: string | string[] | undefined, portal: string): string {
  if (typeof wanted !== "string" || !URL.canParse(wanted, portal)) return "/";

  const { origin, pathname, search, hash } = new URL(wanted, portal);
  // Two slashes at the start would again be another site's address.
  const isOwn = origin === new URL(portal).origin && !pathname.startsWith("//");
  return isOwn && pathname !== "/sign-in" ? `${pathname}${search}${hash}` : "/";
}
