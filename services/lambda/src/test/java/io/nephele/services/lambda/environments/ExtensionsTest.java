package io.nephele.services.lambda.environments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extensions, and the telemetry that they get. */
class ExtensionsTest {
  private static final String RUNTIME = "python3.11";

  /** Registers, takes telemetry, and says what it is told. */
  private static final String EXTENSION =
      """
      #!/usr/bin/python3.11
      import http.client, http.server, json, os, sys, threading
      def call(method, path, body=None, **headers):
          c = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
          c.request(method, path, body, headers)
          r = c.getresponse()
          return r.status, dict(r.getheaders()), r.read().decode()
      class Handler(http.server.BaseHTTPRequestHandler):
          def do_POST(self):
              events = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
              self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
              for e in events:
                  if e["type"] != "extension":
                      print("TOLD", json.dumps(e), flush=True)
          def log_message(self, *args): pass
      server = http.server.HTTPServer(("sandbox.localdomain", 0), Handler)
      threading.Thread(target=server.serve_forever, daemon=True).start()
      status, headers, body = call("POST", "/2020-01-01/extension/register",
          json.dumps({"events": ["INVOKE", "SHUTDOWN"]}),
          **{"Lambda-Extension-Name": os.path.basename(sys.argv[0]),
             "Lambda-Extension-Accept-Feature": "accountId"})
      print("REGISTERED", status, body, flush=True)
      id = headers["Lambda-Extension-Identifier"]
      print("SUBSCRIBED", call("PUT", "/2022-07-01/telemetry", json.dumps({
          "schemaVersion": "2022-12-13", "types": ["platform", "function"],
          "buffering": {"maxItems": 1000, "maxBytes": 262144, "timeoutMs": 25},
          "destination": {"protocol": "HTTP",
              "URI": "http://sandbox.localdomain:%d" % server.server_port}}),
          **{"Lambda-Extension-Identifier": id}), flush=True)
      print("REFUSED", call("PUT", "/2022-07-01/telemetry", "{}",
          **{"Lambda-Extension-Identifier": id})[0], flush=True)
      while True:
          status, headers, body = call("GET", "/2020-01-01/extension/event/next",
              **{"Lambda-Extension-Identifier": id})
          event = json.loads(body)
          print("EVENT", event["eventType"], event.get("requestId"), event.get("shutdownReason"),
              os.path.exists("/tmp/shared"), flush=True)
          open("/tmp/told", "w").close()
          if event["eventType"] == "SHUTDOWN":
              sys.exit(0)
      """;

  @TempDir Path folder;

  @Test
  void anExternalOneLivesWithTheFunction() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions
          .file(
              "main.py",
              """
              import os, time
              def handler(event, context):
                while not os.path.exists('/tmp/told'):
                  time.sleep(0.001)
                open('/tmp/shared', 'w').close()
                print('hello')
                return 1
              """)
          .layer("layer", "extensions/watcher", EXTENSION, "rwxr-xr-x");
      Invocation first = Functions.event("{}");
      Invocation second = Functions.event("{}");
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler")) {
        assertThat(environment.invoke(first).payload().utf8())
            .as(functions.logged())
            .isEqualTo("1");
        environment.invoke(second);
      }

      assertThat(functions.logged())
          .contains(
              "REGISTERED 200 {\"functionName\":\"tested\",\"functionVersion\":\"$LATEST\","
                  + "\"handler\":\"main.handler\",\"accountId\":\"000000000000\"}",
              "SUBSCRIBED (200, ",
              "TELEMETRY\tName: watcher\tState: Subscribed\tTypes: [function, platform]",
              "REFUSED 400",
              "EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]",
              "EVENT INVOKE " + first.requestId() + " None False",
              "EVENT INVOKE " + second.requestId() + " None True",
              "EVENT SHUTDOWN None spindown True");
      assertThat(functions.logged())
          .containsPattern(
              "TOLD \\{\"time\": \".*Z\", \"type\": \"function\", \"record\": \"hello\"\\}")
          .contains("\"type\": \"platform.start\"", "\"type\": \"platform.initRuntimeDone\"");
    }
  }

  @Test
  void oneThatCrashesTakesTheEnvironmentWithIt() throws IOException {
    try (Functions functions = new Functions(folder)) {
      functions
          .file("main.py", "def handler(e, c): return 1\n")
          .layer("layer", "extensions/bad", "#!/bin/sh\nexit 3\n", "rwxr-xr-x");
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler")) {
        Outcome outcome = environment.invoke(Functions.event("{}"));
        assertThat(outcome.errorType()).isEqualTo("Extension.Crash");
        assertThat(outcome.payload().utf8()).contains("\"errorType\":\"Extension.Crash\"");
      }
    }
  }

  @Test
  void aWrapperStartsTheRuntime() throws IOException {
    try (Functions functions = new Functions(folder)) {
      functions
          .file("main.py", "import os\ndef handler(e, c): return os.environ['WRAPPED']\n")
          .layer("layer", "wrap", "#!/bin/sh\nWRAPPED=yes exec \"$@\"\n", "rwxr-xr-x");
      try (ExecutionEnvironment environment =
          functions.environment(
              RUNTIME,
              "main.handler",
              new Limits(256, 5, 512),
              Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrap"),
              false)) {
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .as(functions.logged())
            .isEqualTo("\"yes\"");
      }
    }
  }
}
