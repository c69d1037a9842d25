#!/usr/bin/env bash
# S3 of Nephele, of Adobe S3Mock and of versitygw side by side, in one run; prints Markdown. About 20 minutes; keep the machine quiet.
#
#   bench/s3.sh [options]          --help lists them; e.g. --parts small --sizes 1024 --connections 16 --rounds 1
#
#   DURABLE=1           Nephele keeps its data in a folder, as by default; else in memory (the others always have a folder)
#   HEAP=128m           the memory that Nephele's JVM may have; else 1g
#   ALONE=1             Nephele without the others, e.g. 5 GB through little memory: ALONE=1 DURABLE=1 HEAP=128m bench/s3.sh --parts large --large 5120
#   VERSITYGW           the program; otherwise it is made with `go install`
#   NO_BUILD=1          runs what is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/lib.sh

if [[ -z ${NO_BUILD:-} ]]; then
  ./mvnw -B -q -pl bench,app -am -DskipTests package
fi
others=()
if [[ -z ${ALONE:-} ]]; then
  s3mock=bench/target/s3mock.jar
  if [[ ! -f $s3mock ]]; then
    ./mvnw -B -q -N dependency:copy -Dartifact=com.adobe.testing:s3mock:5.2.0:jar:exec -DoutputDirectory=bench/target -Dmdep.stripVersion
    mv bench/target/s3mock-exec.jar "$s3mock"
  fi
  versitygw="${VERSITYGW:-$PWD/bench/target/versitygw}"
  if [[ ! -x $versitygw ]]; then
    GOBIN="$PWD/bench/target" go install github.com/versity/versitygw/cmd/versitygw@v1.8.0
  fi
  others=(
    --server "S3Mock=$java -Xmx1g -Dcom.adobe.testing.s3mock.store.root=@folder -Dserver.port=0 -Dcom.adobe.testing.s3mock.httpPort=@port -jar $PWD/$s3mock"
    --server "versitygw=env ROOT_ACCESS_KEY=benchmark ROOT_SECRET_KEY=benchmark $versitygw --quiet --keep-alive --port 127.0.0.1:@port posix @folder"
  )
fi

data="--ephemeral"
[[ -z ${DURABLE:-} ]] || data="--data @folder/data"
nephele="${NEPHELE_COMMAND:-env JAVA_TOOL_OPTIONS=-Xmx${HEAP:-1g} $PWD/nephele start $data --port @port}"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
echo
exec "$java" -Xmx2g -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.s3.S3Benchmark \
  --server "Nephele=$nephele" \
  "${others[@]}" \
  "$@"
