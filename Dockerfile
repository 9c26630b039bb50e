FROM python:3.13-slim AS built

WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.13-slim

RUN useradd --create-home --home-dir /srv/afterglow --uid 10001 afterglow \
    && install -d -o afterglow -g afterglow /srv/afterglow/data
COPY --from=built /venv /venv
COPY messages /app/messages
COPY scheduler /app/scheduler
COPY bot /app/bot

ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 HOST=0.0.0.0
USER 10001
WORKDIR /srv/afterglow
VOLUME /srv/afterglow/data

# /healthz on METRICS_PORT: receiving, the database and the dispatcher
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ.get('METRICS_PORT', '9090') + '/healthz')"]

ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
