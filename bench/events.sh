#!/usr/bin/env bash
# EventBridge and its scheduler: puts against 1, 100 and 2,000 rules, from put to receipt at 500 events/s, deliveries to queues and
# functions, a year of 1,000 hourly schedules, a million schedules. Each part has a server of its own. About 6 minutes; keep the machine quiet.
#
#   bench/events.sh [options]     --help lists them; e.g. --parts YEAR --hours 720, or --parts PUTS,LATENCY --seconds 5
#
#   DURABLE=1           data in a folder, as by default; else in memory
#   NEPHELE_HEAP=1g     the server's largest heap
#   NO_BUILD=1          runs what is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bench/lib.sh

if [[ -z ${NO_BUILD:-} ]]; then
  ./mvnw -B -q -pl bench,app -am -DskipTests package
fi
data="--ephemeral"
[[ -z ${DURABLE:-} ]] || data="--data @folder/data"
server="${NEPHELE_COMMAND:-env JAVA_TOOL_OPTIONS=-Xmx${NEPHELE_HEAP:-1g} $PWD/nephele start $data --port @port}"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
echo
exec "$java" -Xmx512m -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.events.EventsBenchmark \
  --server "$server" "$@"
