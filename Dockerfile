# The same program as `deno task start`, with ffmpeg from Debian. Web and worker are this one image.
FROM node:22-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && npm install --global deno@2.9.6
WORKDIR /app
ENV DENO_DIR=/app/.cache
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
RUN deno task build && mkdir -p data && chown -R node:node /app
USER node
ENV HOST=0.0.0.0 PORT=8000 DENO_ENV=production
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["deno", "run", "-P=server", "main.ts"]
