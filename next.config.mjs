/** What every answer says; the policy of a page's content comes with its nonce from proxy.ts. */
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

/** JSON and files for download: nothing in them may run or be framed, should a browser open one. */
const API = [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }];

/** The address holds a secret: it goes to no other site and into no index, and the page is kept by no cache. */
const SECRET_ADDRESS = [
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "X-Robots-Tag", value: "noindex" },
  { key: "Cache-Control", value: "no-store" },
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // For the container image: one folder with the server and only what it needs. `next start` wants the ordinary output.
  output: process.env.NEXT_OUTPUT === "standalone" ? "standalone" : undefined,
  // These load files of their own at run time (workers, WebAssembly), so the bundler leaves them alone.
  serverExternalPackages: ["graphile-worker", "pg", "pino", "@prisma/client", "inngest"],
  // A page takes no body at all; the routes of the API have caps of their own.
  experimental: { proxyClientMaxBodySize: "64kb" },
  // Where two of these set the same header, the later one counts.
  headers: async () => [
    { source: "/:path*", headers: EVERYWHERE },
    { source: "/api/:path*", headers: API },
    { source: "/set-password/:token", headers: SECRET_ADDRESS },
    { source: "/connect/:token", headers: SECRET_ADDRESS },
    { source: "/status/:token", headers: SECRET_ADDRESS },
  ],
};

export default config;
