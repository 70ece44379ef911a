# One image for every app: the argument says which. As it is, the embedded form, everything in one process.
#
#   docker build -t castline .
#   docker run --rm -p 7840:7840 -v castline:/scratch -e CASTLINE_TOKENS=... castline
#   docker run --rm ... castline dist/src/analyzer/main.js

FROM node:22-bookworm-slim AS build
WORKDIR /castline
COPY package.json package-lock.json .npmrc ./
# the same second lock as in setup.sh: no package needs a script
RUN ONNXRUNTIME_NODE_INSTALL=skip npm ci --no-audit
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY config config
COPY libs libs
COPY src src
COPY scripts scripts
COPY demo demo
COPY bench bench
COPY test test
RUN npm run --silent build && npm prune --omit=dev --no-audit \
  && rm -rf dist/test dist/demo dist/bench && find dist -name '*.spec.js*' -delete \
  # it brings the libraries of every system along
  && find node_modules/onnxruntime-node/bin -mindepth 2 -maxdepth 2 ! -name linux -exec rm -r {} +

FROM node:22-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg tini \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 10001 castline \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /scratch --shell /usr/sbin/nologin castline \
  && install -d -o castline -g castline /scratch
WORKDIR /castline
COPY --from=build /castline/node_modules node_modules
COPY --from=build /castline/dist dist
COPY package.json nest-cli.json LICENSE ./
COPY bin bin
COPY models models
COPY web web
ENV NODE_ENV=production CASTLINE_HOME=/scratch CASTLINE_HOST=0.0.0.0 CASTLINE_PORT=7840
USER 10001:10001
VOLUME /scratch
EXPOSE 7840
# ffmpeg is a child of Node: an init reaps what a killed parent leaves
ENTRYPOINT ["tini", "--", "node"]
CMD ["dist/src/standalone/main.js"]
