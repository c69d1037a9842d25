#!/usr/bin/env bash
# SQS of Nephele and of ElasticMQ side by side, in one run; prints Markdown. About 15 minutes; keep the machine quiet.
#
#   bench/sqs.sh [options]         --help lists them; e.g. --parts throughput --workloads send --connections 16 --rounds 1
#
#   HEAP                largest heap of both servers (1g)
#   NEPHELE_COMMAND     another command line for Nephele, with @port
#   ELASTICMQ_COMMAND   another command line for ElasticMQ, with @port
#   DURABLE=1           both keep their messages on the disk, in a folder of the run; DURABLE=strict: Nephele's before it answers
#   NO_BUILD=1          runs what is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/lib.sh
heap="${HEAP:-1g}"

if [[ -z ${NO_BUILD:-} ]]; then
  ./mvnw -B -q -pl bench -am -DskipTests package
  ./mvnw -B -q -f bench/elasticmq/pom.xml dependency:copy-dependencies
fi

if [[ -n ${DURABLE:-} ]]; then
  kept="$(mktemp -d "$PWD/bench/target/durable.XXXXXX")"
  trap 'rm -rf "$kept"' EXIT
  promise=relaxed
  [[ $DURABLE != strict ]] || promise=strict
  : "${NEPHELE_COMMAND:=env JAVA_TOOL_OPTIONS=-Xmx$heap $PWD/nephele start --durability $promise --data $kept/@port/data --port @port}"
  storage="-Dmessages-storage.enabled=true -Dmessages-storage.uri=jdbc:h2:$kept/@port -Dqueues-storage.enabled=true -Dqueues-storage.path=$kept/@port.conf"
  : "${ELASTICMQ_COMMAND:=$java -Xmx$heap $storage -Drest-sqs.bind-port=@port -Dnode-address.port=@port -cp $PWD/bench/target/elasticmq/* org.elasticmq.server.Main}"
fi
nephele="${NEPHELE_COMMAND:-env JAVA_TOOL_OPTIONS=-Xmx$heap $PWD/nephele start --ephemeral --port @port}"
elasticmq="${ELASTICMQ_COMMAND:-$java -Xmx$heap -Drest-sqs.bind-port=@port -Dnode-address.port=@port -cp $PWD/bench/target/elasticmq/* org.elasticmq.server.Main}"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), heap $heap, load $(cut -d' ' -f1 /proc/loadavg)"
echo
"$java" -Xmx512m -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.sqs.SqsBenchmark \
  --server "Nephele=$nephele" --server "ElasticMQ=$elasticmq" "$@"
