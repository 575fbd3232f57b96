#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-search BINARY DIFFER [COUNT]: random patterns, options and texts, compared with grep.
# SEARCH_SEED is the first case's number.

# shellcheck source-path=SCRIPTDIR source=like_grep.sh
. "$(dirname "$0")/like_grep.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# shellcheck disable=SC2154 # expect.sh sets it
"$2" "$program" "$(command -v grep)" "${SEARCH_SEED:-1}" "${3:-300}" C C.UTF-8 ||
  failed "random cases"
finish
