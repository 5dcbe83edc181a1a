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
  headers: async () => [
    { source: "/set-password/:token", headers: SECRET_ADDRESS },
    { source: "/connect/:token", headers: SECRET_ADDRESS },
    { source: "/status/:token", headers: SECRET_ADDRESS },
  ],
};

export default config;
