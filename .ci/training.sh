#!/usr/bin/env bash
# The training's small tests, with Debian's own Python: another one may come first on PATH, and its torch is not the one that trains.
set -euo pipefail
cd "$(dirname "$0")/../training"
missing=()
for package in python3-torch python3-numpy python3-opencv libopenblas0-pthread; do
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get -qq update >/dev/null
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
fi
/usr/bin/python3 -m unittest discover -s tests
