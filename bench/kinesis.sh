#!/usr/bin/env bash
# Kinesis of Nephele and kinesalite side by side, at 1 and 16 shards, in one run; prints Markdown. About five minutes; keep the machine quiet.
# Nephele's clock runs a thousand times as fast, or else what a shard takes in a second would be all that is measured.
#
#   bench/kinesis.sh [options]     --help lists them; e.g. --workloads put --connections 16 --rounds 1
#   bench/kinesis.sh --parts retained     ten million records in a data folder (--records): memory and calls as they become more; two gigabytes of disk
#
#   DURABLE=1           Nephele keeps its data in a folder, as by default; else in memory, as kinesalite does
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

data="--ephemeral"
[[ -z ${DURABLE:-} && " $* " != *retained* ]] || data="--data @folder/data"
nephele="${NEPHELE_COMMAND:-env JAVA_TOOL_OPTIONS=-Xmx1g $PWD/nephele start $data --port @port}"
other="node $PWD/bench/target/kinesalite/node_modules/kinesalite/cli.js --port @port --shardLimit 10000 --createStreamMs 100"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
echo
exec "$java" -Xmx1g -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.kinesis.KinesisBenchmark --server "Nephele=$nephele" --server "kinesalite=$other" "$@"
