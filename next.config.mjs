/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // These load files of their own at run time (workers, WebAssembly), so the bundler leaves them alone.
  serverExternalPackages: ["graphile-worker", "pg", "pino", "@prisma/client", "inngest"],
};

export default config;
