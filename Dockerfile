# The image holds guichet and nothing that compiles; it runs without privileges and reads what is mounted at /work.
#   docker build -t guichet .
#   docker run --rm --network none -v "$PWD:/work:ro" guichet check dossier.yaml
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.12-slim
LABEL org.opencontainers.image.title="guichet" \
      org.opencontainers.image.description="Checks the dossiers of AI-in-health projects against a charter's commitments" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="EUPL-1.2"
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --no-index --find-links /wheels guichet-cli==0.1.0 \
    && useradd --uid 10001 --create-home guichet
ENV PYTHONUTF8=1
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["guichet"]
CMD ["--help"]
