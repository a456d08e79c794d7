#!/bin/sh
# A Sentinel of the group. It writes what it learns into its own file, so that is written once.
set -eu
port=${PORT:-26379}
directory=${DIRECTORY:-/data}
umask 077
[ -e "$directory/sentinel.conf" ] || cat >"$directory/sentinel.conf" <<CONF
port $port
bind ${ADDRESS:-$(hostname -i)}
protected-mode no
dir $directory
user default on >$REDIS_PASSWORD ~* &* +@all
sentinel sentinel-pass $REDIS_PASSWORD
sentinel monitor kapu $MASTER ${MASTER_PORT:-6379} 2
sentinel auth-pass kapu $REDIS_PASSWORD
sentinel down-after-milliseconds kapu 3000
sentinel failover-timeout kapu 6000
CONF
exec redis-server "$directory/sentinel.conf" --sentinel
