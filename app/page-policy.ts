/** What sonner adds to the page itself, without a nonce: the styles of notices, and the empty element before them. */
const SONNER_STYLES = [
  "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
];

/** The request header in which the proxy hands the nonce of the answer to the pages. */
export const NONCE_HEADER = "x-tributary-nonce";

/** A year; without subdomains, for which we cannot decide. */
const HTTPS_ONLY = "max-age=31536000";

/**
 * The headers that say what a page may load and do. Scripts run only with this answer's nonce, or when such a script
 * loads them. Style elements need the nonce too, or a known digest; style attributes are allowed, because React
 * writes the width of a bar into the page that way, and they can load nothing that `img-src` does not allow.
 * @param nonce new for every answer
 * @param isHttps whether people use the portal by https
 * @param isDevelopment React's error messages evaluate text then, and Next reloads over a socket
 */
export function pagePolicy(page: { nonce: string; isHttps: boolean; isDevelopment: boolean }) {
  const { nonce, isHttps, isDevelopment } = page;
  const directives = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment
      ? "style-src 'self' 'unsafe-inline'"
      : `style-src 'self' 'nonce-${nonce}' ${SONNER_STYLES.join(" ")}; style-src-attr 'unsafe-inline'`,
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
  ];
  return {
    "content-security-policy": directives.join("; "),
    ...(isHttps && { "strict-transport-security": HTTPS_ONLY }),
  };
}
