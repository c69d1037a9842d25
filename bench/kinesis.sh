#!/usr/bin/env bash
# Kinesis of Nephele and kinesalite side by side, in one run; prints Markdown. About five minutes; keep the machine quiet.
#
#   bench/kinesis.sh [options]     --help lists them; e.g. --workloads put --connections 16 --rounds 1
#
#   NEPHELE_COMMAND     another command line for Nephele, with @port
#   NO_BUILD=1          runs what is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/lib.sh

if [[ -z ${NO_BUILD:-} ]]; then
  ./mvnw -B -q -pl bench,app -am -DskipTests package
fi
if [[ ! -d bench/target/kinesalite/node_modules ]]; then
  mkdir -p bench/target/kinesalite
  npm install --silent --no-audit --no-fund --prefix bench/target/kinesalite kinesalite@3.3.3
fi

nephele="${NEPHELE_COMMAND:-env JAVA_TOOL_OPTIONS=-Xmx1g $PWD/nephele start --ephemeral --port @port}"
other="node $PWD/bench/target/kinesalite/node_modules/kinesalite/cli.js --port @port --shardLimit 10000 --createStreamMs 100"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
echo
exec "$java" -Xmx1g -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.kinesis.KinesisBenchmark --server "Nephele=$nephele" --server "kinesalite=$other" "$@"
