#!/bin/sh
# The browser that the tests drive: Debian's chromium, installed where that is possible without asking.
set -eu
if [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1; then
  exit 0
fi
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif command -v sudo >/dev/null 2>&1; then as_root="sudo"
  else as_root="no"
  fi
  if [ "$as_root" != no ]; then
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
    exit 0
  fi
fi
echo "The browser tests need Chromium: apt-get install chromium, or set CHROMIUM to its path." >&2
exit 1
