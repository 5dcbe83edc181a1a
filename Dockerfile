# Tributary's image: the server, and the admin commands (`node scripts/admin.mjs`), migrations included.
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /build
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# Generating needs no engine, but the command would download one: any file that exists will do.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node node_modules/.bin/prisma generate
RUN NEXT_OUTPUT=standalone node_modules/.bin/next build
# File tracing includes these, but they never run: no page resizes images or compiles.
RUN rm -rf .next/standalone/node_modules/typescript .next/standalone/node_modules/sharp .next/standalone/node_modules/@img
RUN node_modules/.bin/tsx scripts/bundle-admin.ts
# What the image contains, for scanners: CycloneDX, made by npm from package-lock.json.
RUN npm sbom --sbom-format cyclonedx --omit dev > .next/sbom.cdx.json

FROM node:${NODE_VERSION}-bookworm-slim
# docker build --build-arg REVISION=$(git rev-parse HEAD) --build-arg VERSION=1.2.3
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Tributary" \
  org.opencontainers.image.description="Connects Heap and Braze, both ways, for the customers of a Customer Success team" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
# Tributary handles the signals to end, not Next: see inngest/stop.ts.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 NEXT_MANUAL_SIG_HANDLE=1 HOSTNAME=0.0.0.0 HOST=0.0.0.0 PORT=3000
# The same bound as of `npm start` (scripts/server.ts says why).
ENV NODE_OPTIONS=--max-old-space-size=512
COPY --from=build /build/.next/standalone ./
COPY --from=build /build/.next/static ./.next/static
COPY --from=build /build/.next/sbom.cdx.json ./sbom.cdx.json
COPY --from=build /build/prisma ./prisma
COPY --from=build /build/.next/admin/scripts ./scripts
COPY --from=build /build/node_modules/@prisma/schema-engine-wasm ./node_modules/@prisma/schema-engine-wasm
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
# Whether it lives: a process without its database answers 503 and must not be restarted for that.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/live').then((res) => process.exit(res.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "./scripts/server-preload.mjs", "server.js"]
