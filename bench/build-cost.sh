#!/usr/bin/env bash
# What a Maven module costs: makes synthetic projects of N services (2,000 lines, 20 classes, 30 tests each) in three
# cuts, and times `mvn verify` and a one-line change. Figures and conclusions are in docs/build-cost.md.
#
#   bench/build-cost.sh make DIR CUT N          CUT: modules (one a service), families (8 services a module), one (one module)
#   bench/build-cost.sh time DIR [mvn args]     times one Maven run in DIR: prints seconds of wall clock and of CPU
#   bench/build-cost.sh change DIR N            changes one line of service N's Part07
#   bench/build-cost.sh variants DIR            the test JVM's flags, on a project of the cut `modules`
#   bench/build-cost.sh all [WORK]              everything in docs/build-cost.md (about 25 minutes on two quiet cores)
#
# The synthetic projects have this repository's root pom as parent: the same compiler and Surefire settings and versions.
# Set LOCK to a file to take that lock around each Maven run.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(dirname "$here")"

# Root pom's arguments of the test JVM, so that variants can replace them.
test_jvm() { sed -n 's:.*<argLine>@{argLine} \(.*\)</argLine>.*:\1:p' "$root/pom.xml" | head -1; }

pom() { # name, parent (project, or the folder of a project whose parent is this repository's root pom), body
  local parent_artifact=synthetic relative=../pom.xml
  if [[ $2 != project ]]; then parent_artifact=nephele relative="$(realpath --relative-to="$2" "$root")/pom.xml"; fi
  cat <<POM
<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>io.nephele</groupId>
    <artifactId>$parent_artifact</artifactId>
    <version>0.1.0-SNAPSHOT</version>
    <relativePath>$relative</relativePath>
  </parent>
  <artifactId>$1</artifactId>
$3
</project>
POM
}

root_body() { # modules
  cat <<POM
  <packaging>pom</packaging>
  <modules>
$1
  </modules>
  <properties>
    <test.jvm>$(test_jvm)</test.jvm>
  </properties>
  <build>
    <pluginManagement>
      <plugins>
        <plugin>
          <groupId>org.apache.maven.plugins</groupId>
          <artifactId>maven-surefire-plugin</artifactId>
          <configuration><argLine>\${test.jvm}</argLine></configuration>
        </plugin>
      </plugins>
    </pluginManagement>
  </build>
  <profiles>
    <profile>
      <id>plain-javac</id>
      <build>
        <pluginManagement>
          <plugins>
            <plugin>
              <groupId>org.apache.maven.plugins</groupId>
              <artifactId>maven-compiler-plugin</artifactId>
              <configuration>
                <compilerArgs combine.self="override"/>
                <annotationProcessorPaths combine.self="override"/>
              </configuration>
            </plugin>
          </plugins>
        </pluginManagement>
      </build>
    </profile>
  </profiles>
POM
}

base_body() {
  cat <<'POM'
  <dependencies>
    <dependency><groupId>org.eclipse.jetty</groupId><artifactId>jetty-server</artifactId></dependency>
    <dependency><groupId>software.amazon.awssdk</groupId><artifactId>sqs</artifactId>
      <exclusions>
        <exclusion><groupId>software.amazon.awssdk</groupId><artifactId>netty-nio-client</artifactId></exclusion>
        <exclusion><groupId>software.amazon.awssdk</groupId><artifactId>apache-client</artifactId></exclusion>
        <exclusion><groupId>software.amazon.awssdk</groupId><artifactId>apache5-client</artifactId></exclusion>
      </exclusions>
    </dependency>
    <dependency><groupId>software.amazon.awssdk</groupId><artifactId>url-connection-client</artifactId></dependency>
  </dependencies>
POM
}

on_base='  <dependencies>
    <dependency><groupId>io.nephele</groupId><artifactId>synthetic-base</artifactId><version>${project.version}</version></dependency>
  </dependencies>'

base_sources() { # source folder
  mkdir -p "$1/synthetic/base"
  cat > "$1/synthetic/base/Backend.java" <<'JAVA'
package synthetic.base;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A small in-process server of AWS JSON and a client of it: what a service's test starts. */
public final class Backend implements AutoCloseable {
  private final Server server;
  private final SqsClient client;

  public Backend() throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(16);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
            byte[] body = "{\"QueueUrls\":[\"http://localhost/0/a\"]}".getBytes(StandardCharsets.UTF_8);
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
          }
        });
    server.start();
    client =
        SqsClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + connector.getLocalPort()))
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  public SqsClient client() {
    return client;
  }

  @Override
  public void close() throws Exception {
    client.close();
    server.stop();
  }
}
JAVA
}

# One service: 20 classes of 100 lines, 3 test classes of 10 tests.
service() { # project folder, service name
  local main="$1/src/main/java/synthetic/$2" test="$1/src/test/java/synthetic/$2" part
  mkdir -p "$main" "$test"
  for part in $(seq -w 1 20); do
    sed -e "s/SERVICE/$2/g" -e "s/PART/Part$part/g" "$here/build-cost/Part.java.txt" > "$main/Part$part.java"
  done
  for part in 01 02 03; do
    sed -e "s/SERVICE/$2/g" -e "s/PART/Part$part/g" "$here/build-cost/PartTest.java.txt" > "$test/Part${part}Test.java"
  done
}

make_project() { # folder, cut, number of services
  local dir="$1" cut="$2" n="$3" modules="" i module
  rm -rf "$dir"
  mkdir -p "$dir"
  cp -r "$root/.mvn" "$dir/"
  for ((i = 0; i < n; i++)); do
    case "$cut" in
      modules) module="s$(printf %03d "$i")" ;;
      families) module="family$((i / 8))" ;;
      one) module="services" ;;
      *) echo "no such cut: $cut" >&2; exit 2 ;;
    esac
    if [[ ! -d "$dir/$module" ]]; then
      modules+="    <module>$module</module>"$'\n'
      mkdir -p "$dir/$module"
      pom "$module" project "$on_base" > "$dir/$module/pom.xml"
    fi
    service "$dir/$module" "s$(printf %03d "$i")"
  done
  mkdir -p "$dir/base"
  pom synthetic-base project "$(base_body)" > "$dir/base/pom.xml"
  base_sources "$dir/base/src/main/java"
  pom synthetic "$dir" "$(root_body "    <module>base</module>"$'\n'"$modules")" > "$dir/pom.xml"
}

timed() { # folder, Maven arguments
  local dir="$1"
  shift
  local lock=()
  [[ -n ${LOCK:-} ]] && lock=(flock "$LOCK")
  (cd "$dir" && "${lock[@]}" bash -c 'TIMEFORMAT="%R s | %U + %S s"; time "$@" > build.log 2>&1 || { tail -30 build.log; exit 1; }' _ "$root/mvnw" -B -q "$@")
}

change() { # folder, service number
  local file
  file=$(find "$1" -path "*/main/java/synthetic/s$(printf %03d "$2")/Part07.java")
  sed -i "s/^  private static final long REVISION = .*/  private static final long REVISION = $(date +%s%N)L;/" "$file"
}

module_of() { # cut, service number
  case "$1" in modules) printf 's%03d' "$2" ;; families) echo "family$(($2 / 8))" ;; one) echo services ;; esac
}

# One row of the table: the label, then a Maven run from nothing.
fresh() { # label, folder, Maven arguments
  local label="$1" dir="$2"
  shift 2
  find "$dir" -name target -prune -exec rm -rf {} +
  echo "| $label | $(timed "$dir" "$@" 2>&1) |"
}

# One row of the table: changes a line of service 3 and runs that service's tests.
one_line() { # label, folder, cut, further Maven arguments
  local label="$1" dir="$2" cut="$3"
  shift 3
  change "$dir" 3
  echo "| $label | $(timed "$dir" -pl "$(module_of "$cut" 3)" -am test -Dtest='synthetic/s003/*Test' \
    -Dsurefire.failIfNoSpecifiedTests=false "$@" 2>&1) |"
}

run_all() {
  local work="${1:-/tmp/nephele-build-cost}" n cut stale=-Dmaven.compiler.useIncrementalCompilation=false
  echo "$(date -u +%F), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
  echo
  echo "| what | wall clock | CPU |"
  echo "|---|---:|---:|"
  export MAVEN_OPTS=-XX:TieredStopAtLevel=4
  make_project "$work/modules-8" modules 8
  make_project "$work/modules-24" modules 24
  timed "$work/modules-8" verify > /dev/null 2>&1 # resolves what is missing in the local repository
  fresh "modules, 8 services, verify, Maven's JVM with all compilers" "$work/modules-8" verify
  fresh "modules, 24 services, the same" "$work/modules-24" verify
  export MAVEN_OPTS=-XX:TieredStopAtLevel=1
  for n in 8 24; do
    fresh "modules, $n services, verify, Maven's JVM with C1 only (so all below)" "$work/modules-$n" verify
    fresh "modules, $n services, no tests run" "$work/modules-$n" verify -DskipTests
    fresh "modules, $n services, no tests run, no Error Prone" "$work/modules-$n" verify -DskipTests -Pplain-javac
    fresh "modules, $n services, verify -T 2" "$work/modules-$n" -T 2 verify
  done
  one_line "modules, 24 services, one line" "$work/modules-24" modules
  for cut in families one; do
    for n in 8 24; do
      make_project "$work/$cut-$n" "$cut" "$n"
      fresh "$cut, $n services, verify" "$work/$cut-$n" verify
    done
    one_line "$cut, 24 services, one line" "$work/$cut-24" "$cut"
    one_line "$cut, 24 services, one line, stale files only" "$work/$cut-24" "$cut" "$stale"
  done
  make_project "$work/one-100" one 100
  fresh "one, 100 services, verify" "$work/one-100" verify
  one_line "one, 100 services, one line" "$work/one-100" one
  one_line "one, 100 services, one line, stale files only" "$work/one-100" one "$stale"
  variants "$work/modules-8"
}

# What makes a module's test JVM cheap or dear.
variants() { # folder of a project of the cut `modules`
  local dir="$1" lean rest
  lean="$(test_jvm)"
  rest="${lean//-XX:+UseSerialGC/}"
  rest="${rest//-XX:TieredStopAtLevel=1/}"
  fresh "test JVM as in the root pom" "$dir" verify
  fresh "test JVM without SerialGC and C1 only" "$dir" verify "-Dtest.jvm=$rest"
  fresh "test JVM with SerialGC" "$dir" verify "-Dtest.jvm=$rest -XX:+UseSerialGC"
  fresh "test JVM with C1 only" "$dir" verify "-Dtest.jvm=$rest -XX:TieredStopAtLevel=1"
  fresh "test JVM as in the root pom, no class verification" "$dir" verify \
    "-Dtest.jvm=$lean -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
  fresh "test JVM as in the root pom, no shared classes of the JDK" "$dir" verify "-Dtest.jvm=$lean -Xshare:off"
}

case "${1:-}" in
  make) make_project "$2" "$3" "$4" ;;
  time) shift; timed "$@" ;;
  change) change "$2" "$3" ;;
  variants) variants "$2" ;;
  all) run_all "${2:-}" ;;
  *) sed -n '2,13p' "$0"; exit 2 ;;
esac
