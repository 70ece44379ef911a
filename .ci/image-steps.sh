#!/usr/bin/env bash
# Goes through the Dockerfile where there is no container engine: its copies and commands in a clean folder, as a user who is
# not root, and then the app in it, which must become ready and end in order. The base image, its packages and the
# ENTRYPOINT cannot be tried so.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
who=castline-image
run_as=()
if [ "$(id -u)" = 0 ]; then
  id "$who" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$who"
  run_as=(setpriv --reuid="$who" --regid="$(id -g "$who")" --clear-groups)
fi
mkdir "$stage/build" "$stage/image" "$stage/scratch"
[ "$(id -u)" != 0 ] || chown -R "$who" "$stage"
as_user() { (cd "$1" && shift && env -i PATH="$PATH" HOME="$stage/scratch" "$@"); }

target=$stage/build
while read -r word rest; do
  case $word in
    FROM) [[ $rest == *' AS '* ]] || target=$stage/image ;;
    COPY)
      source=$here
      if [[ $rest == --from=build* ]]; then source=$stage/build rest=${rest#* }; fi
      read -ra names <<<"$rest"
      to=$target/${names[-1]}
      for name in "${names[@]:0:${#names[@]}-1}"; do
        from=$source/${name#/castline/}
        if [ -d "$from" ]; then mkdir -p "$to" && cp -R "$from/." "$to"; else cp "$from" "$to"; fi
      done
      [ "$(id -u)" != 0 ] || chown -R "$who" "$target" ;;
    RUN)
      [ "$target" = "$stage/build" ] || continue # Debian's packages and the user, which are this machine's own here
      echo "-- RUN $rest"
      as_user "$target" "${run_as[@]}" sh -c "$rest" ;;
  esac
done < <(sed -e '/^ *#/d' Dockerfile | sed -e ':join' -e '/\\$/{N;s/\\\n *//;b join' -e '}')

echo "-- the image's own files: $(du -sm "$stage/image" | cut -f1) MB"
chmod -R a-w "$stage/image"
as_user "$stage/image" CASTLINE_HOME="$stage/scratch" CASTLINE_PORT=0 NODE_ENV=production "${run_as[@]}" \
  node dist/src/standalone/main.js >"$stage/log" 2>&1 &
app=$!
url=
for _ in $(seq 100); do
  url=$(grep -oE 'http://[0-9.:]+' "$stage/log" | head -1) || true
  [ -z "$url" ] || break
  sleep 0.2
done
[ -n "$url" ] && node -e 'fetch(process.argv[1] + "/readyz").then(async (r) => { console.log("--", r.status, await r.text()); process.exit(r.ok ? 0 : 1); })' "$url" \
  || { cat "$stage/log"; exit 1; }
pkill -TERM -P "$app" node || kill -TERM "$app"
wait "$app" || { echo 'the app did not end in order'; cat "$stage/log"; exit 1; }
echo '-- ended in order'
