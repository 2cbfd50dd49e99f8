#!/usr/bin/env bash
# compare-schemas.sh OLD NEW [SCHEMA]: two databases of the server of DB_HOST, DB_PORT, DB_USER and PGPASSWORD.
set -euo pipefail
exec node "$(dirname "${BASH_SOURCE[0]}")/../bin/pgfold.js" compare-schemas "$@"
