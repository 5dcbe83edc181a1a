/** Where in the portal the next action of an alert is done. */
export function alertPlace(
  customerId: string,
  { segmentId }: { segmentId: string | null },
): { href: string; label: string } {
  const page = segmentId
    ? { path: "segments", label: "Open Segments" }
    : { path: "setup", label: "Open Setup" };
  return { href: `/customers/${customerId}/${page.path}`, label: page.label };
}
