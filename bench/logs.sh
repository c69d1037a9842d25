#!/usr/bin/env bash
# CloudWatch Logs of Nephele alone: how fast events are taken, and how long queries over all of them take; prints Markdown.
# About 5 minutes for 10 million events; keep the machine quiet.
#
#   bench/logs.sh [options]        --help lists them; e.g. --events 1000000 --connections 2
#
#   MEMORY=1            Nephele keeps its data in memory; else in a folder, as by default
#   HEAP=2g             the memory that Nephele's JVM may have; else 1g (in memory 10 million events take more)
#   NEPHELE_COMMAND     another command line for Nephele, with @port
#   NO_BUILD=1          runs what is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/lib.sh

if [[ -z ${NO_BUILD:-} ]]; then
  ./mvnw -B -q -pl bench,app -am -DskipTests package
fi

data="--data @folder/data"
[[ -z ${MEMORY:-} ]] || data="--ephemeral"
nephele="${NEPHELE_COMMAND:-env JAVA_TOOL_OPTIONS=-Xmx${HEAP:-1g} $PWD/nephele start $data --port @port}"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
echo
exec "$java" -Xmx512m -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.logs.LogsBenchmark --server "$nephele" "$@"
