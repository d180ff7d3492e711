#!/bin/sh
# Formats every C++ file of the product in place; `tools/format.sh --check` only says which would change.
set -eu
cd "$(dirname "$0")/.."
mode=-i
if [ "${1:-}" = --check ]; then mode="--dry-run -Werror"; fi
# shellcheck disable=SC2086
git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' | xargs clang-format-19 $mode
