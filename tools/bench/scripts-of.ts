/**
 * The scripts a browser loads for this HTML of Next: its script tags, and the chunks that the payload in it names, which
 * React loads as soon as it reads it. Scripts for browsers without modules are left out.
 * @returns paths, each once
 */
export function scriptsOf(html: string): string[] {
  const modern = html.replace(/<script\b[^>]*\bnoModule\b[^>]*>/gi, "");
  const named = modern.match(/static\/chunks\/[^"'\\\s<>?]+\.js/g) ?? [];
  return [...new Set(named)].map((path) => `/_next/${path}`);
}
