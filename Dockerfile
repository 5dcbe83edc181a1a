# Tributary's image: the server, and the admin commands (`node scripts/admin.mjs`), migrations included.
FROM node:24-bookworm-slim AS build
WORKDIR /build
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# Generating needs no engine, but the command would download one: any file that exists will do.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node node_modules/.bin/prisma generate
# The server, the admin commands, the migrations, and a list of what is in them: scripts/assemble-release.ts.
RUN node_modules/.bin/tsx scripts/assemble-release.ts

FROM node:24-bookworm-slim
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
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 NEXT_MANUAL_SIG_HANDLE=1 HOST=0.0.0.0 PORT=3000
# The same bounds as of `npm start` (scripts/server.ts says why).
ENV NODE_OPTIONS="--max-old-space-size=448 --max-semi-space-size=32 --v8-pool-size=1" MALLOC_ARENA_MAX=2
COPY --from=build /build/.data/release/tributary ./
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
# Whether it lives: a process without its database answers 503 and must not be restarted for that.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/live').then((res) => process.exit(res.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "./scripts/server-preload.mjs", "server.js"]
