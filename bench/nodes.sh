#!/usr/bin/env bash
# SQS of one, two and four Nepheles on one PostgreSQL, which is started too; prints Markdown. About five minutes; keep the machine quiet.
#
#   bench/nodes.sh [options]       --help lists them; e.g. --nodes 1,2 --connections 16 --seconds 10
#
#   NEPHELE_COMMAND     another command line for a node, with @port and @database
#   NO_BUILD=1          runs what is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/lib.sh

if [[ -z ${NO_BUILD:-} ]]; then
  ./mvnw -B -q -pl bench -am -DskipTests package
fi

nephele="${NEPHELE_COMMAND:-$PWD/nephele start --database @database --port @port}"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
echo
exec "$java" -Xmx256m -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.sqs.NodesBenchmark \
  --nephele "$nephele" "$@"
