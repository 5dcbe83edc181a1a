/** Headers of every answer; a page's content policy comes with its nonce from proxy.ts. */
const EVERYWHERE = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  },
];

/** JSON, downloads and files of the build: nothing in them may run or be framed if a browser opens one. */
const NO_PAGE = [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }];

/** The address holds a secret: keep it from other sites and search indexes, and the page out of caches. */
const SECRET_ADDRESS = [
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "X-Robots-Tag", value: "noindex" },
  { key: "Cache-Control", value: "no-store" },
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // For the container image: one folder with the server and only what it needs. `next start` needs the ordinary output.
  output: process.env.NEXT_OUTPUT === "standalone" ? "standalone" : undefined,
  // Set by `npm test`, which has just checked them.
  typescript: { ignoreBuildErrors: process.env.BUILD_WITHOUT_TYPES === "1" },
  // These load their own files at run time (workers, WebAssembly), so the bundler must leave them alone.
  serverExternalPackages: ["graphile-worker", "pg", "pino", "@prisma/client", "inngest"],
  // Pages take no body at all; the API routes have their own caps.
  experimental: { proxyClientMaxBodySize: "64kb" },
  // If two of these set the same header, the later one wins.
  headers: async () => [
    { source: "/:path*", headers: EVERYWHERE },
    { source: "/api/:path*", headers: NO_PAGE },
    { source: "/_next/:path*", headers: NO_PAGE },
    { source: "/set-password/:token", headers: SECRET_ADDRESS },
    { source: "/connect/:token", headers: SECRET_ADDRESS },
    { source: "/status/:token", headers: SECRET_ADDRESS },
    { source: "/api/:kind(status|connect|currents|heap)/:token*", headers: SECRET_ADDRESS },
  ],
};

export default config;
