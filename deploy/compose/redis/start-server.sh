#!/bin/sh
# A Redis server of the group: REDIS_PASSWORD, MASTER (address of the first master), SENTINELS, DIRECTORY and PORT where they differ.
# What docs/operators.md demands of it. The one that was the master before a fail-over comes back as a replica of the new one.
set -eu
port=${PORT:-6379}
here=${ADDRESS:-$(hostname -i)}
directory=${DIRECTORY:-/data}
export REDISCLI_AUTH=$REDIS_PASSWORD

master() {
  for sentinel in ${SENTINELS:-172.30.30.41:26379 172.30.30.42:26379 172.30.30.43:26379}; do
    found=$(redis-cli -h "${sentinel%:*}" -p "${sentinel#*:}" sentinel get-master-addr-by-name kapu 2>/dev/null | tr '\n' ' ') || continue
    case $found in *[0-9]\ [0-9]*) echo "$found"; return ;; esac
  done
  echo "$MASTER ${MASTER_PORT:-$port}"
}

set -- $(master)
if [ "$1 $2" = "$here $port" ]; then follow=; else follow="replicaof $1 $2"; fi
umask 077
cat >"$directory/server.conf" <<CONF
port $port
bind $here
protected-mode no
dir $directory
user default on >$REDIS_PASSWORD ~* &* +@all
masterauth $REDIS_PASSWORD
appendonly yes
appendfsync always
save ""
maxmemory-policy noeviction
stream-node-max-bytes 2048
min-replicas-to-write 1
min-replicas-max-lag 2
repl-diskless-sync-delay 0
repl-ping-replica-period 1
$follow
CONF
exec redis-server "$directory/server.conf"
