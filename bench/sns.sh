#!/usr/bin/env bash
# SNS of Nephele and of moto's server side by side, publishing to 1, 10, 100 and 1,000 queues, beside plain sends to a queue; prints Markdown.
# About 10 minutes; keep the machine quiet.
#
#   bench/sns.sh [options]     --help lists them; e.g. --workloads publish_1 --connections 16 --rounds 1
#
#   DURABLE=1           Nephele keeps its data in a folder, as by default; else in memory, as moto does
#   MOTO_SERVER         the program; otherwise it is installed into bench/target/moto
#   NO_BUILD=1          runs what is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bench/lib.sh

if [[ -z ${NO_BUILD:-} ]]; then
  ./mvnw -B -q -pl bench,app -am -DskipTests package
fi
moto="${MOTO_SERVER:-$PWD/bench/target/moto/bin/moto_server}"
if [[ ! -x $moto ]]; then
  python3 -m venv bench/target/moto
  bench/target/moto/bin/pip install --quiet --disable-pip-version-check 'moto[server]==5.2.5'
fi

data="--ephemeral"
[[ -z ${DURABLE:-} ]] || data="--data @folder/data"
nephele="${NEPHELE_COMMAND:-env JAVA_TOOL_OPTIONS=-Xmx1g $PWD/nephele start $data --port @port}"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
echo
exec "$java" -Xmx512m -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.sns.SnsBenchmark \
  --server "Nephele=$nephele" \
  --server "moto=$moto --host 127.0.0.1 --port @port" \
  "$@"
