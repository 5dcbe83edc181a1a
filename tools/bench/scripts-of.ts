/**
 * The scripts a browser loads for this HTML from Next: those in its script tags, and the chunks named in its payload,
 * which React loads as it reads the payload. Scripts for browsers without modules are left out.
 * @returns paths, each once
 */
export function scriptsOf(html: string): string[] {
  const modern = html.replace(/<script\b[^>]*\bnoModule\b[^>]*>/gi, "");
  const named = modern.match(/static\/chunks\/[^"'\\\s<>?]+\.js/g) ?? [];
  return [...new Set(named)].map((path) => `/_next/${path}`);
}
