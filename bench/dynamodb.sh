#!/usr/bin/env bash
# DynamoDB of Nephele and AWS's DynamoDB Local side by side, in one run; prints Markdown. About ten minutes; keep the machine quiet.
#
#   bench/dynamodb.sh [options]    --help lists them; e.g. --workloads get,put --connections 16 --rounds 1
#
#   DURABLE=1           both keep their tables on the disk
#   PART=growth         get, put and query of tables of 10 thousand, 1 million and 10 million items (--items), on the disk, of Nephele alone
#                       unless LOCAL=1; takes 10 GB of the disk and half an hour
#   PART=hot            64 clients update one item: every update has to be kept
#   NO_BUILD=1          runs what is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/lib.sh

if [[ -z ${NO_BUILD:-} ]]; then
  ./mvnw -B -q -pl bench,app -am -DskipTests package
fi
if [[ ! -d bench/target/dynamodb-local ]]; then
  ./mvnw -B -q -f bench/dynamodb-local/pom.xml dependency:copy-dependencies
fi

part="${PART:-}"
main=DynamoDbBenchmark
case "$part" in
  "") ;;
  growth) main=GrowthBenchmark DURABLE=1 ;;
  hot) main=HotItemBenchmark ;;
  *)
    echo "PART is growth or hot" >&2
    exit 2
    ;;
esac
data="--ephemeral"
local="-inMemory"
if [[ -n ${DURABLE:-} ]]; then
  data="--data @folder/data"
  local="-dbPath @folder"
fi
nephele="${NEPHELE_COMMAND:-env JAVA_TOOL_OPTIONS=-Xmx1g $PWD/nephele start $data --port @port}"
# DynamoDB Local writes a file of its own into its working directory.
other="env -C $PWD/bench/target $java -Xmx1g --enable-native-access=ALL-UNNAMED -Dsqlite4java.library.path=$PWD/bench/target/dynamodb-local -cp $PWD/bench/target/dynamodb-local/* com.amazonaws.services.dynamodbv2.local.main.ServerRunner $local -port @port"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
echo
servers=(--server "Nephele=$nephele")
if [[ $part != growth || -n ${LOCAL:-} ]]; then
  servers+=(--server "DynamoDB Local=$other")
fi
exec "$java" -Xmx1g -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" "io.nephele.bench.dynamodb.$main" "${servers[@]}" "$@"
