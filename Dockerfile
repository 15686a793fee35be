# The server with the resolver's pages. What it needs from outside is in compose.yml; see docs/operations.md.
FROM node:24-slim AS source
WORKDIR /app
COPY . .

FROM source AS built
RUN npm install --no-save --ignore-scripts && npm run build

FROM source AS production
RUN npm install --no-save --ignore-scripts --omit=dev --workspace @dartwing/api --workspace @dartwing/operate

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 WEB_DIR=/app/apps/resolver/dist DATA_DIR=/data
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=production /app/package.json ./
COPY --from=production /app/node_modules ./node_modules
COPY --from=built /app/packages/rules ./packages/rules
COPY --from=built /app/packages/protocol ./packages/protocol
COPY --from=built /app/apps/api/package.json ./apps/api/
COPY --from=built /app/apps/api/prisma ./apps/api/prisma
COPY --from=built /app/apps/api/src ./apps/api/src
COPY --from=built /app/apps/api/commands ./apps/api/commands
COPY --from=built /app/apps/api/dist ./apps/api/dist
COPY --from=built /app/apps/resolver/dist ./apps/resolver/dist
# What an operator runs: account:create, restored, invariants, webhook:secret.
COPY --from=production /app/tooling/operate ./tooling/operate
COPY --from=production /app/tooling/start ./tooling/start
USER node
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between: SIGTERM reaches the server, which then answers what it has begun.
CMD ["node", "--enable-source-maps", "--max-semi-space-size=16", "apps/api/dist/main.js"]
