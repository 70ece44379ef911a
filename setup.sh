#!/bin/sh
# Makes this checkout ready: checks Node, installs ffmpeg where it is missing, installs the packages, builds, and makes
# `npx castline` work. Safe to run again; does nothing that is done already.
set -eu

cd "$(dirname "$0")"

say() { printf '%s\n' "setup: $*"; }
fail() {
  printf '%s\n' "setup: $*" >&2
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# Node >= 20.19. It is not installed here: which one, and how, is a choice of whoever owns the machine.
check_node() {
  advice="install Node 20.19 or newer (https://nodejs.org, your system's packages, or a version manager such as nvm), then run ./setup.sh again"
  has node || fail "Node was not found; $advice"
  has npm || fail "npm was not found beside Node; $advice"
  node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);
  ' || fail "Node $(node --version) is too old; $advice"
  say "Node $(node --version)"
}

# ffmpeg >= 5.1, told by its libavutil (57.28), which nightly builds number like releases.
is_new_enough() {
  "$1" -version 2>/dev/null | awk '
    /^libavutil/ { gsub(/[^0-9. ]/, ""); split($0, part, /[. ]+/); major = part[2] + 0; minor = part[3] + 0 }
    END { exit !(major > 57 || (major == 57 && minor >= 28)) }
  '
}
has_ffmpeg() { has ffmpeg && has ffprobe && is_new_enough ffmpeg && is_new_enough ffprobe; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif has sudo; then
    sudo "$@"
  else
    fail "needs the right to run: $* (run it as root, then run ./setup.sh again)"
  fi
}

install_ffmpeg() {
  say "installing ffmpeg from the system's packages"
  if has apt-get; then
    # Quiet when it works, everything it said when it does not.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null ||
      say "apt-get update failed; trying with the package lists at hand"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends ffmpeg >/dev/null
  elif has dnf; then
    # Fedora's own build has no libx264; RPM Fusion's "ffmpeg" has, where that repository is enabled.
    as_root dnf -q install -y ffmpeg || as_root dnf -q install -y ffmpeg-free
  elif has brew; then
    brew install --quiet ffmpeg
  else
    fail "install ffmpeg 5.1 or newer with your system's package manager, then run ./setup.sh again"
  fi
}

check_ffmpeg() {
  has_ffmpeg || install_ffmpeg || fail "ffmpeg could not be installed; see above"
  has_ffmpeg || fail "ffmpeg and ffprobe 5.1 or newer are needed, but PATH has $(ffmpeg -version 2>/dev/null | sed -n '1s/ Copyright.*//p'); install a newer one"
  say "$(ffmpeg -version | sed -n '1s/ Copyright.*//p')"
}

# The packages are what package-lock.json says when npm's own record of the installation is not older than it.
are_packages_current() {
  [ -f node_modules/.package-lock.json ] &&
    [ -z "$(find package.json package-lock.json -newer node_modules/.package-lock.json)" ] &&
    npm ls --all --silent >/dev/null 2>&1
}

install_packages() {
  if are_packages_current; then
    say "packages are installed"
    return
  fi
  say "installing packages"
  # Its install script would only fetch GPU libraries; .npmrc turns scripts off, this is the second lock on the door.
  ONNXRUNTIME_NODE_INSTALL=skip npm ci --no-audit --no-fund --loglevel=error ||
    fail "npm could not install the packages; see above (offline? the npm registry is needed once)"
  # npm dates its record before the lock file when it rewrites that; make the next run see that all is done.
  touch node_modules/.package-lock.json
}

build() {
  say "building"
  npm run --silent build || fail "the build failed; see above"
}

check_command() {
  chmod +x bin/castline.mjs
  npx --no-install castline --version >/dev/null || fail "castline was built but does not start; see above"
  say "ready: npx castline --help"
}

check_node
check_ffmpeg
install_packages
build
check_command
