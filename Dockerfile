# One image for every process of Heatlas: docker-compose.yml gives each its command.
FROM node:24-bookworm-slim AS build
WORKDIR /heatlas
# The manifests alone first: dependencies are installed again only when these change.
COPY package.json package-lock.json .npmrc ./
COPY packages/engine/package.json packages/engine/
COPY apps/api/package.json apps/api/
COPY apps/launcher/package.json apps/launcher/
COPY apps/web/package.json apps/web/
# Prisma's engine is used by nothing here: any existing program keeps its install script from fetching one.
ENV PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node
RUN npm ci --include=dev
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production HEATLAS_DATA=/data
COPY --from=build --chown=root:root /heatlas /heatlas
# The dashboard keeps its page cache beside its build.
RUN mkdir -p /data /heatlas/apps/web/.next/cache && chown -R node:node /data /heatlas/apps/web/.next/cache
WORKDIR /heatlas
USER node
VOLUME /data
EXPOSE 3000
CMD ["node", "apps/api/server.ts"]
