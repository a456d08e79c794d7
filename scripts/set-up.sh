# Sourced by the other scripts: what a fresh clone needs before anything can run. Each function is quick and silent
# when there is nothing to do.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { echo "kapu: $*" >&2; }

fail() {
  say "$@"
  exit 1
}

node_is_new_enough() {
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
           process.exit(major > 22 || (major === 22 && minor >= 18) ? 0 : 1);' 2>/dev/null
}

# Node 22.18 is the first that runs TypeScript without a flag. An older system's Node is left alone: version 24 comes
# from the npm registry into npm's own cache, and var/node-24 remembers where, so that the next run need not ask npx.
bring_node() {
  node_is_new_enough && return
  local remembered=$PWD/var/node-24 binary
  if [[ ! -x $remembered/node ]]; then
    command -v npx >/dev/null || fail 'Node.js 22.18 or newer is needed; install Node.js 24 LTS and try again.'
    say 'this system has no Node.js 22.18 or newer; fetching Node.js 24 from the npm registry.'
    # `node` here is the package's own binary, fetched by its install script; it works only if that may run.
    binary=$(npm_config_ignore_scripts=false npx --yes --package=node@24 -- node -p process.execPath 2>/dev/null) ||
      fail 'could not fetch Node.js 24 with npx; install Node.js 24 LTS and try again.'
    mkdir -p var
    ln -sfn "$(dirname "$binary")" "$remembered"
  fi
  export PATH="$remembered:$PATH"
  hash -r
  node_is_new_enough || fail "the Node.js fetched with npx does not run; remove $remembered and install Node.js 24 LTS."
}

# The stamp names the lock file and Node's major version that node_modules/ was installed for. A person who ran npm
# by hand leaves no stamp, but npm's own note in there is then newer than the lock file.
install_dependencies() {
  local stamp=node_modules/.kapu-installed-for wanted log
  wanted=$(node -p '`node ${process.versions.node.split(".")[0]}, lock file ` +
    require("node:crypto").hash("sha256", require("node:fs").readFileSync("package-lock.json"))')
  if [[ ! -e $stamp && node_modules/.package-lock.json -nt package-lock.json ]]; then
    echo "$wanted" >"$stamp"
  fi
  [[ -e $stamp && $(<"$stamp") == "$wanted" ]] && return

  say 'installing dependencies with npm ci …'
  log=$(mktemp)
  # No dependency needs its install script (package.json, allowScripts); npm before 11 does not know that list.
  if ! npm ci --ignore-scripts --no-audit --no-fund </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail 'npm ci failed.'
  fi
  rm -f "$log"
  echo "$wanted" >"$stamp"
}

command_of_package() {
  case $1 in
    zbar-tools) echo zbarimg ;;
    prometheus) echo promtool ;;
    nginx-light) echo nginx ;;
    softhsm2) echo softhsm2-util ;;
    opensc) echo pkcs11-tool ;;
    *) echo "$1" ;;
  esac
}

# Debian's own Python knows Debian's libraries; another one that comes first in the path need not.
is_there() {
  case $1 in
    python3-authlib) /usr/bin/python3 -c 'import authlib.integrations' ;;
    python3-requests) /usr/bin/python3 -c 'import requests' ;;
    libc6-dev) [[ -e /usr/include/sys/syscall.h || -e /usr/include/$(uname -m)-linux-gnu/sys/syscall.h ]] ;;
    *) command -v "$(command_of_package "$1")" ;;
  esac >/dev/null 2>&1
}

# bring_debian_packages redis-server oathtool …: installs those whose command or library is missing.
bring_debian_packages() {
  local package missing=()
  for package in "$@"; do
    is_there "$package" || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return

  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    say 'these programs are missing; on Debian or Ubuntu install them with'
    say "  sudo apt-get install --no-install-recommends ${missing[*]}"
    fail 'and try again.'
  fi
  say "installing ${missing[*]} with apt-get …"
  local log
  log=$(mktemp)
  if ! install_debian_packages "${missing[@]}" </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail 'apt-get failed.'
  fi
  rm -f "$log"
}

# We start our own Redis on our own ports, so the package's service must neither start now (policy-rc.d, Debian's
# switch for exactly that) nor at the next boot.
install_debian_packages() (
  local policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -o DPkg::Lock::Timeout=300 update &&
    apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@" || return 1
  if [[ " $* " == *' redis-server '* ]] && command -v systemctl >/dev/null; then
    systemctl disable redis-server || true
  fi
)

# All that any test starts or reads with.
bring_packages_of_tests() {
  bring_debian_packages redis-server oathtool zbar-tools chromium-headless-shell openssl python3-authlib python3-requests \
    softhsm2 opensc prometheus nginx-light haproxy
}
