#!/bin/sh
# Measures forks, restores, comparisons, exports and imports of a world with many messages; prints the rows of a Markdown table.
# usage: bench/worlds.sh [MESSAGES [DATA_FOLDER]]    a million in memory if not said
set -e
root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
[ -n "$NO_BUILD" ] || ./mvnw -B -q -pl bench -am -DskipTests package
java=${JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25* 2>/dev/null | head -n 1)}/bin/java
exec "$java" -Xmx3g -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.worlds.WorldsBenchmark "$@"
