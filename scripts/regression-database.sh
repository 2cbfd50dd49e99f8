#!/usr/bin/env bash
# Makes the database that PostgreSQL 15's own regression suite leaves behind, for `npm run regression`. Source and
# programs come from the Debian archives that this machine knows, in one version, since psql and the expected output
# of the suite belong together; they are unpacked into a folder and installed nowhere.
#
#   scripts/regression-database.sh FOLDER
#
# Afterwards FOLDER/data is a stopped cluster (superuser postgres, no password, socket only) with the database
# `regression`, and FOLDER/server/usr/lib/postgresql/15/bin has the programs that made it. What is there already is not
# made again. Needs apt, gcc and libc6-dev, and an account that PostgreSQL runs under: our own, or nobody for root.
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
package=postgresql-15
programs=$folder/server/usr/lib/postgresql/15
suite=$folder/suite
[ -e "$folder/complete" ] && exit 0

say() { echo "regression database: $*" >&2; }

for needed in apt-get dpkg-deb gcc tar bzip2 make; do
  command -v $needed >/dev/null || { say "$needed is missing: apt-get install apt dpkg gcc libc6-dev tar bzip2 make"; exit 2; }
done

# As root the server runs as nobody, who has to reach the folder.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
own_by_server() { if [ "$(id -u)" -eq 0 ]; then chown -R 65534:65534 "$@"; fi; }

# The machine's own sources, read as sources of source packages too, in a configuration of our own.
configure_apt() {
  rm -rf "$folder/apt"
  mkdir -p "$folder/apt/parts" "$folder/apt/lists/partial" "$folder/apt/archives/partial"
  local file
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -e "$file" ] && sed 's/^Types:.*/Types: deb deb-src/' "$file" >"$folder/apt/parts/$(basename "$file")"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -e "$file" ] && sed -n 's/^deb \(.*\)/deb \1\ndeb-src \1/p' "$file" >>"$folder/apt/sources.list"
  done
  touch "$folder/apt/sources.list"
}

apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$folder/apt/sources.list" -o Dir::Etc::sourceparts="$folder/apt/parts" \
    -o Dir::State::lists="$folder/apt/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o APT::Sandbox::User=root "$@"
}

# The newest version that the archives have both as source and as programs.
versions() {
  apt-cache -o Dir::Etc::sourcelist="$folder/apt/sources.list" -o Dir::Etc::sourceparts="$folder/apt/parts" \
    -o Dir::State::lists="$folder/apt/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    showsrc $package | sed -n 's/^Version: //p' | sort -Vru
}

fetch() {
  say "reading the lists of the archives"
  configure_apt
  apt update
  local version tried=
  cd "$folder/downloads"
  for version in $(versions); do
    tried="$tried $version"
    rm -f -- *
    if apt source --download-only "$package=$version" 2>"$folder/fetch.log" &&
      apt download "$package=$version" "postgresql-client-15=$version" "postgresql-server-dev-15=$version" 2>>"$folder/fetch.log"; then
      say "$package $version"
      return
    fi
  done
  say "no version of $package could be fetched as source and as programs; tried:${tried:- none}"
  cat "$folder/fetch.log" >&2
  exit 2
}

unpack() {
  rm -rf "$folder/server" "$suite" "$folder/source"
  mkdir -p "$folder/server" "$folder/source"
  local archive
  for archive in "$folder"/downloads/*.deb; do dpkg-deb -x "$archive" "$folder/server"; done
  tar -xf "$folder"/downloads/*.orig.tar.bz2 -C "$folder/source" --strip-components=1 --wildcards '*/src/test/regress'
  mv "$folder/source/src/test/regress" "$suite"
  rm -rf "$folder/source"
}

# What the suite loads: its own functions, and two modules of contrib.
build() {
  say "building the suite's functions"
  gcc -O1 -w -fPIC -shared -I"$folder/server/usr/include/postgresql/15/server" -I"$suite" \
    -o "$suite/regress.so" "$suite/regress.c"
  cp "$programs/lib/refint.so" "$programs/lib/autoinc.so" "$suite/"
  own_by_server "$suite"
}

start() {
  rm -rf "$folder/data"
  mkdir -p "$folder/data"
  own_by_server "$folder/data"
  as_server "$programs/bin/initdb" -D "$folder/data" -U postgres -A trust --no-locale -E UTF8 --no-sync >"$folder/initdb.log"
  as_server "$programs/bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w \
    -o "-c listen_addresses= -k $folder/data -F -c max_prepared_transactions=2" start >/dev/null
}

run() {
  say "running the suite"
  local status=0
  (cd "$suite" && as_server env PGUSER=postgres "$programs/lib/pgxs/src/test/regress/pg_regress" --bindir="$programs/bin" \
    --host="$folder/data" --port=5432 --inputdir=. --outputdir="$suite" --dlpath="$suite" --max-concurrent-tests=20 \
    --max-connections=8 --schedule=parallel_schedule) >"$folder/suite.log" 2>&1 || status=$?
  as_server "$programs/bin/pg_ctl" -D "$folder/data" -w stop >/dev/null
  if [ $status -ne 0 ]; then
    say "the suite failed, so its database is not the one that is meant:"
    grep -E 'FAILED|failed|psql:|FATAL' "$folder/suite.log" >&2 || tail -5 "$folder/suite.log" >&2
    exit 1
  fi
}

mkdir -p "$folder/downloads"
chmod 755 "$folder"
fetch
unpack
build
start
run
touch "$folder/complete"
say "complete: $folder"
