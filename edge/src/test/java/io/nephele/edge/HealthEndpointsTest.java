package io.nephele.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of health, Nephele's and LocalStack's. */
class HealthEndpointsTest {
  private final List<String> told = new ArrayList<>();
  private boolean readyDone;

  private final ProgramStatus status =
      new ProgramStatus() {
        @Override
        public String version() {
          return "1.2.3";
        }

        @Override
        public String state() {
          return "ready";
        }

        @Override
        public Instant now() {
          return Instant.parse("2026-01-02T03:04:05Z");
        }

        @Override
        public long uptimeSeconds() {
          return 61;
        }

        @Override
        public String session() {
          return "s-1";
        }

        @Override
        public SortedMap<String, Boolean> services() {
          return new TreeMap<>(Map.of("sqs", true, "iam", false));
        }

        @Override
        public StoreStatus store() {
          return new StoreStatus("rocksdb", "/data", "relaxed");
        }

        @Override
        public String isolation() {
          return "unshare";
        }

        @Override
        public InitStatus init() {
          return new InitStatus(
              "/init",
              List.of(
                  new StageStatus("boot", true),
                  new StageStatus("start", true),
                  new StageStatus("ready", readyDone),
                  new StageStatus("shutdown", false)),
              List.of(
                  new ScriptStatus("boot", "a.sh", "successful", 0, 12L, null),
                  new ScriptStatus("ready", "b.sh", "error", 3, 34L, "exit code 3"),
                  new ScriptStatus("ready", "c/d.py", "running", null, null, null)));
        }
      };

  private final ControlPlane plane =
      new ControlPlane() {
        @Override
        public String version() {
          return "1.2.3";
        }

        @Override
        public List<ServiceCoverage> coverage() {
          return List.of();
        }

        @Override
        public void reset(String service, String account) {
          if ("no".equals(service)) {
            throw new IllegalArgumentException("Unknown service: no");
          }
          told.add("reset " + service + " " + account);
        }

        @Override
        public void stop() {
          told.add("stop");
        }
      };

  private final HttpHandler handler =
      new LocalStackEndpoints(
          plane,
          status,
          new BrowserGuard(List.of()),
          new HealthEndpoints(status, request -> PlainResponses.text(200, "next")));

  private HttpResponse send(String method, String path, String query, String body, String origin) {
    Headers headers = new Headers().add("Host", "localhost:4566");
    if (origin != null) {
      headers.add("Origin", origin);
    }
    return handler.handle(
        new HttpRequest(
            method, path, query, headers, Body.of(Bytes.utf8(body)), "127.0.0.1", false));
  }

  private String get(String path, String query) throws IOException {
    HttpResponse response = send("GET", path, query, "", null);
    assertThat(response.status()).isEqualTo(200);
    return text(response);
  }

  private static String text(HttpResponse response) throws IOException {
    return new String(response.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void tellsHealth() throws IOException {
    assertThat(get("/_nephele/health", null))
        .isEqualTo(
            "{\"state\":\"ready\",\"services\":{\"iam\":\"available\",\"sqs\":\"running\"},"
                + "\"edition\":\"nephele\",\"version\":\"1.2.3\",\"uptimeSeconds\":61,"
                + "\"store\":{\"kind\":\"rocksdb\",\"place\":\"/data\",\"durability\":\"relaxed\"},"
                + "\"init\":{\"completed\":{\"boot\":true,\"start\":true,\"ready\":false,"
                + "\"shutdown\":false},\"failed\":1}}");
  }

  @Test
  void tellsHowProgramsAreIsolated() throws IOException {
    assertThat(get("/_nephele/machine", null)).isEqualTo("{\"isolation\":\"unshare\"}");
  }

  @Test
  void tellsScripts() throws IOException {
    assertThat(get("/_nephele/init", null))
        .isEqualTo(
            "{\"folder\":\"/init\",\"completed\":{\"boot\":true,\"start\":true,\"ready\":false,"
                + "\"shutdown\":false},\"scripts\":["
                + "{\"stage\":\"boot\",\"name\":\"a.sh\",\"state\":\"successful\",\"exitCode\":0,"
                + "\"milliseconds\":12},"
                + "{\"stage\":\"ready\",\"name\":\"b.sh\",\"state\":\"error\",\"exitCode\":3,"
                + "\"milliseconds\":34,\"problem\":\"exit code 3\"},"
                + "{\"stage\":\"ready\",\"name\":\"c/d.py\",\"state\":\"running\"}]}");
    assertThat(get("/_nephele/init", "format=text"))
        .isEqualTo("ready.d/b.sh failed: exit code 3\nready.d/c/d.py is running\n");
    assertThat(send("GET", "/_nephele/init", "format=xml", "", null).status()).isEqualTo(400);
    assertThat(send("GET", "/_nephele/init", "x=1", "", null).status()).isEqualTo(400);
  }

  /** Scripts in the wild look for these very texts, spaces included. */
  @Test
  void tellsHealthAsLocalStackDoes() throws IOException {
    String health = get("/_localstack/health", "reload");
    assertThat(health)
        .isEqualTo(
            "{\"services\": {\"iam\": \"available\", \"sqs\": \"running\"}, \"features\":"
                + " {\"initScripts\": \"initializing\", \"persistence\": \"initialized\"},"
                + " \"edition\": \"nephele\", \"version\": \"1.2.3\"}");
    readyDone = true;
    assertThat(get("/_localstack/health", null)).contains("\"initScripts\": \"initialized\"");
    assertThat(send("HEAD", "/_localstack/health", null, "", null).status()).isEqualTo(200);
  }

  @Test
  void tellsScriptsAsLocalStackDoes() throws IOException {
    assertThat(get("/_localstack/init", null))
        .isEqualTo(
            "{\"completed\": {\"BOOT\": true, \"START\": true, \"READY\": false,"
                + " \"SHUTDOWN\": false}, \"scripts\": ["
                + "{\"stage\": \"BOOT\", \"name\": \"a.sh\", \"state\": \"SUCCESSFUL\"}, "
                + "{\"stage\": \"READY\", \"name\": \"b.sh\", \"state\": \"ERROR\"}, "
                + "{\"stage\": \"READY\", \"name\": \"c/d.py\", \"state\": \"RUNNING\"}]}");
    String boot =
        "{\"completed\": true, \"scripts\": ["
            + "{\"stage\": \"BOOT\", \"name\": \"a.sh\", \"state\": \"SUCCESSFUL\"}]}";
    assertThat(get("/_localstack/init/boot", null)).isEqualTo(boot);
    assertThat(get("/_localstack/init/BOOT", null)).isEqualTo(boot);
    readyDone = true;
    assertThat(get("/_localstack/init/ready", null)).startsWith("{\"completed\": true, ");
    assertThat(send("GET", "/_localstack/init/later", null, "", null).status()).isEqualTo(404);
  }

  @Test
  void tellsInfoAsLocalStackDoes() throws IOException {
    assertThat(get("/_localstack/info", null))
        .startsWith(
            "{\"version\": \"1.2.3\", \"edition\": \"nephele\", \"is_license_activated\": false,"
                + " \"session_id\": \"s-1\", \"machine_id\": \"unknown\", \"system\": \"")
        .contains("\"is_docker\": ")
        .endsWith("\"server_time_utc\": \"2026-01-02T03:04:05\", \"uptime\": 61}");
  }

  @Test
  void resetsAsLocalStackDoes() {
    assertThat(send("POST", "/_localstack/state/reset", null, "", null).status()).isEqualTo(200);
    assertThat(send("POST", "/_localstack/state/sqs/reset", null, "", null).status())
        .isEqualTo(200);
    assertThat(send("POST", "/_localstack/state/no/reset", null, "", null).status()).isEqualTo(400);
    assertThat(send("GET", "/_localstack/state/reset", null, "", null).status()).isEqualTo(405);
    assertThat(told).containsExactly("reset null null", "reset sqs null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"action\": \"kill\"}; 200",
        "{\"action\":\"restart\"}; 501",
        "{\"action\":\"x\"}; 400",
        "{\"action\":null}; 400",
        "{\"a\":\"kill\"}; 400",
        "kill; 400",
        "''; 400"
      })
  void stopsAsLocalStackDoes(String body, int expected) {
    assertThat(send("POST", "/_localstack/health", null, body, null).status()).isEqualTo(expected);
    assertThat(told).isEqualTo(expected == 200 ? List.of("stop") : List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/_localstack/state/reset", "/_localstack/health"})
  void refusesPagesOfOtherSites(String path) {
    assertThat(send("POST", path, null, "{\"action\": \"kill\"}", "https://evil.example").status())
        .isEqualTo(403);
    assertThat(told).isEmpty();
  }

  @Test
  void takesOnlyItsMethodsAndPaths() throws IOException {
    assertThat(send("POST", "/_nephele/health", null, "", null).status()).isEqualTo(405);
    assertThat(send("DELETE", "/_localstack/init", null, "", null).status()).isEqualTo(405);
    assertThat(send("GET", "/_localstack/diagnose", null, "", null).status()).isEqualTo(404);
    for (String path : new String[] {"/", "/_localstack", "/_nephele/x", "/b/_localstack/health"}) {
      assertThat(get(path, null)).isEqualTo("next");
    }
  }
}
