#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-sort BINARY DIFFER [COUNT]: random options and lines, compared with sort. SORT_SEED is the
# first case's number.

# shellcheck source-path=SCRIPTDIR source=like_sort.sh
. "$(dirname "$0")/like_sort.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# shellcheck disable=SC2154 # expect.sh sets it
LOCPATH=$work/locales
export LOCPATH

# Unquoted: there may be no other locale.
# shellcheck disable=SC2046
"$2" "$program" "$(command -v sort)" "${SORT_SEED:-1}" "${3:-300}" C C.UTF-8 $(other_locale) ||
  failed "random cases"
finish
