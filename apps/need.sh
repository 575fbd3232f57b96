# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# To be sourced: `need PACKAGE…` installs those Debian packages that are missing, and only then asks
# for the network or for root.

need() {
  missing=
  for package in "$@"; do
    case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
      *"ok installed") ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0

  as_root=
  if [ "$(id -u)" != 0 ]; then
    as_root=sudo
    command -v sudo >/dev/null || {
      echo "These packages are missing, and there is no sudo to install them:$missing" >&2
      return 1
    }
  fi
  echo "Installing$missing"
  $as_root apt-get update -qq
  # The words of $missing are arguments.
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    $missing >/dev/null
}
