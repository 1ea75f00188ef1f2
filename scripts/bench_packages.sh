#!/bin/sh
# notmuch, which the intake bench runs beside Headwater, from Debian's packages where that is possible.
set -eu
command -v notmuch >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends notmuch >/dev/null
else
  echo "notmuch is not installed: the bench prints Headwater's figures alone." >&2
fi
