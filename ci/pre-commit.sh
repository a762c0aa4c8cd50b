#!/usr/bin/env bash
# The hook of pre-commit: builds Portcullis where pre-commit keeps its sources, then lints the
# folder in which it was called.
set -euo pipefail
sources="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# In that folder, so that the toolchain of the linted system has no say.
(cd "$sources" && cargo build --quiet --release --locked --package portcullis --bin portcullis \
    --target-dir "$sources/target")
exec "$sources/target/release/portcullis" lint "$@"
