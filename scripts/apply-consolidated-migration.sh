#!/usr/bin/env bash
# The consolidated migration on a live database: nothing (apply), `force`, `rollback` or `verify`. What follows goes on to
# pgfold. The database is that of DB_HOST, DB_PORT, DB_USER, DB_NAME and PGPASSWORD.
set -euo pipefail
pgfold=(node "$(dirname "${BASH_SOURCE[0]}")/../bin/pgfold.js")
case "${1:-}" in
  force) exec "${pgfold[@]}" apply force "${@:2}" ;;
  apply | rollback | verify) exec "${pgfold[@]}" "$@" ;;
  *) exec "${pgfold[@]}" apply "$@" ;;
esac
