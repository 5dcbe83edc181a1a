/** In this order: most browsers also name those they descend from. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\b(OPR|Opera)\//, "Opera"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Headless)?(Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: [RegExp, string][] = [
  [/\b(iPhone|iPad)\b/, "iOS"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** No browser's header is that long; what comes after is not looked at. */
const MAX_LENGTH = 500;

/**
 * A browser in words, such as "Firefox on Windows": enough for a person to recognize their own sessions. The header is
 * the client's claim, so nothing is decided by it and no other part of it is kept.
 */
export function describeDevice(userAgent: string | null): string {
  const text = (userAgent ?? "").slice(0, MAX_LENGTH);
  const named = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(text))?.[1];
  return `${named(BROWSERS) ?? "Unknown browser"} on ${named(SYSTEMS) ?? "an unknown system"}`;
}
