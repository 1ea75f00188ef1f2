#!/bin/sh
# Tesseract, which reads pages that are pictures: from Debian's packages where that is possible without asking.
set -eu
command -v tesseract >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif command -v sudo >/dev/null 2>&1; then as_root="sudo"
  else as_root="no"
  fi
  if [ "$as_root" != no ]; then
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tesseract-ocr >/dev/null
    exit 0
  fi
fi
echo "Tesseract is not installed: the tests of OCR are left out (apt-get install tesseract-ocr)." >&2
[ -z "${CI:-}" ]
