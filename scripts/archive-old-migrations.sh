#!/usr/bin/env bash
# The folded migrations to the archive: nothing (archive), `list`, or `restore`, which gives them back.
set -euo pipefail
pgfold=(node "$(dirname "${BASH_SOURCE[0]}")/../bin/pgfold.js")
case "${1:-}" in
  archive | restore) exec "${pgfold[@]}" "$@" ;;
  list) exec "${pgfold[@]}" archive list "${@:2}" ;;
  *) exec "${pgfold[@]}" archive "$@" ;;
esac
