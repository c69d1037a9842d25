package io.nephele.services.lambda.environments;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.machine.sandboxes.Isolation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions in Python. */
class PythonTest {
  private static final String RUNTIME = "python3.11";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  @Fact({"lambda-020", "lambda-024", "lambda-131", "lambda-133"})
  void anEnvironmentIsUsedAgain(Isolation isolation) throws Exception {
    try (Functions functions = new Functions(folder, isolation)) {
      functions.file(
          "app/main.py",
          """
          count = 0
          def handler(event, context):
              global count
              count += 1
              print("counting", event["name"])
              return {"count": count, "id": context.aws_request_id}
          """);
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "app/main.handler")) {
        Invocation first = Functions.event("{\"name\": \"a\"}");
        Outcome one = environment.invoke(first);
        Outcome two = environment.invoke(Functions.event("{\"name\": \"b\"}"));

        assertThat(one.payload().utf8())
            .as(functions.logged())
            .isEqualTo("{\"count\": 1, \"id\": \"" + first.requestId() + "\"}");
        assertThat(two.payload().utf8()).startsWith("{\"count\": 2,");
        assertThat(one.error()).isNull();
        assertThat(one.initDuration()).isPositive();
        assertThat(two.initDuration()).isNull();
        assertThat(one.logTail().utf8())
            .startsWith("START RequestId: " + first.requestId() + " Version: $LATEST\ncounting a\n")
            .contains("END RequestId: " + first.requestId() + "\nREPORT RequestId: ")
            .containsPattern(
                "Duration: [0-9.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB"
                    + "\tMax Memory Used: \\d+ MB\tInit Duration: [0-9.]+ ms");
        assertThat(two.logTail().utf8()).contains("counting b\n").doesNotContain("Init Duration");
        assertThat(functions.log.getFirst()).startsWith("INIT_START Runtime Version: python:3.11");
      }
    }
  }

  @Test
  @Fact({"lambda-013", "lambda-034", "lambda-087"})
  void itKnowsItself() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import os
          def handler(event, context):
              names = ["AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
                  "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "_HANDLER",
                  "LAMBDA_TASK_ROOT", "MINE", "AWS_LAMBDA_INITIALIZATION_TYPE", "_X_AMZN_TRACE_ID"]
              return [[os.environ[n] for n in names], context.function_name,
                  context.memory_limit_in_mb, context.invoked_function_arn,
                  context.log_stream_name, 4000 < context.get_remaining_time_in_millis() <= 5000,
                  os.getcwd(), __file__]
          """);
      try (ExecutionEnvironment environment =
          functions.environment(
              RUNTIME,
              "main.handler",
              new Limits(256, 5, 512),
              Map.of("MINE", "it's\n$mine", "LD_PRELOAD", ""),
              false)) {
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .isEqualTo(
                "[[\"us-east-1\", \"tested\", \"$LATEST\", \"/aws/lambda/tested\","
                    + " \"ASIAEXAMPLE\", \""
                    + functions.nephele().world().host().endpoint()
                    + "\", \"main.handler\", \"/var/task\", \"it's\\n"
                    + "$mine\", \"on-demand\","
                    + " \"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1\"],"
                    + " \"tested\", \"256\","
                    + " \"arn:aws:lambda:us-east-1:000000000000:function:tested\","
                    + " \"2026/01/01/[$LATEST]0123\", true, \"/var/task\", \"/var/task/main.py\"]");
      }
    }
  }

  @Test
  void errorsHaveAwsShapes() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import datetime, logging
          logging.getLogger().setLevel("INFO")
          def handler(event, context):
              logging.getLogger("x").info("two\\nlines")
              if event == 1:
                  raise ValueError("bad")
              return datetime.datetime.now()
          """);
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler")) {
        Invocation invocation = Functions.event("1");
        Outcome raised = environment.invoke(invocation);
        Outcome unmarshalled = environment.invoke(Functions.event("2"));

        assertThat(raised.error()).isEqualTo(ErrorKind.FUNCTION);
        assertThat(raised.functionError()).isEqualTo("Unhandled");
        assertThat(raised.payload().utf8())
            .isEqualTo(
                "{\"errorMessage\": \"bad\", \"errorType\": \"ValueError\", \"requestId\": \""
                    + invocation.requestId()
                    + "\", \"stackTrace\": [\"  File \\\"/var/task/main.py\\\", line 6, in"
                    + " handler\\n"
                    + "    raise ValueError(\\\"bad\\\")\\n"
                    + "\"]}");
        assertThat(functions.log)
            .anyMatch(
                message ->
                    message.matches(
                        "\\[INFO\\]\t\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\t"
                            + invocation.requestId()
                            + "\ttwo\nlines\n"))
            .anyMatch(
                message ->
                    message.startsWith(
                        "[ERROR] ValueError: bad\nTraceback (most recent call last):\n  File"));
        assertThat(unmarshalled.payload().utf8())
            .contains(
                "\"errorType\": \"Runtime.MarshalError\"",
                "Unable to marshal response: Object of type datetime is not JSON serializable");
      }
    }
  }

  @Test
  @Fact("lambda-102")
  void handlersThatAreNotThereAreErrors() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file("main.py", "x = 1\n").file("broken.py", "def handler(:\n");
      assertThat(error(functions, "missing.handler"))
          .startsWith(
              "{\"errorMessage\": \"Unable to import module 'missing': No module named 'missing'\","
                  + " \"errorType\": \"Runtime.ImportModuleError\"");
      assertThat(error(functions, "main.handler"))
          .contains(
              "\"Handler 'handler' missing on module 'main'\"", "\"Runtime.HandlerNotFound\"");
      assertThat(error(functions, "broken.handler"))
          .contains("Syntax error in module 'broken'", "\"Runtime.UserCodeSyntaxError\"");
      assertThat(error(functions, "main"))
          .contains("Bad handler 'main'", "\"Runtime.MalformedHandlerName\"");
      assertThat(functions.logged())
          .contains(
              "INIT_REPORT Init Duration: ",
              "Phase: init\tStatus: error\tError Type: Runtime.ImportModuleError");
    }
  }

  private static String error(Functions functions, String handler) {
    try (ExecutionEnvironment environment = functions.environment(RUNTIME, handler)) {
      Outcome outcome = environment.invoke(Functions.event("{}"));
      assertThat(outcome.functionError()).isEqualTo("Unhandled");
      return outcome.payload().utf8();
    }
  }

  @Test
  void jsonLogsAreEvents() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          import logging
          log = logging.getLogger("mine")
          def handler(event, context):
              log.info("hello", extra={"order": 7})
              log.debug("not this")
          """);
      try (ExecutionEnvironment environment =
          functions.environment(RUNTIME, "main.handler", new Limits(128, 3, 512), Map.of(), true)) {
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8()).isEqualTo("null");
        assertThat(functions.logged())
            .contains(
                "\"level\": \"INFO\", \"message\": \"hello\", \"logger\": \"mine\"",
                "\"order\": 7",
                "\"type\":\"platform.start\"",
                "\"type\":\"platform.report\"")
            .doesNotContain("not this", "START RequestId", "runtimeDone");
      }
    }
  }

  @Test
  void answersAreWrittenAsAwsDoes() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "main.py",
          """
          from decimal import Decimal
          def handler(event, context):
              return b"raw" if event else {"\u00fc": Decimal("1.5"), "half": "\\ud800"}
          """);
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler")) {
        Outcome raw = environment.invoke(Functions.event("1"));
        assertThat(raw.payload().utf8()).isEqualTo("raw");
        assertThat(raw.contentType()).isEqualTo("application/unknown");
        assertThat(environment.invoke(Functions.event("0")).payload().utf8())
            .isEqualTo("{\"\\u00fc\": 1.5, \"half\": \"\\ud800\"}");
      }
      functions.file("plain.py", "def handler(e, c): return '\u00fc'\n");
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "plain.handler")) {
        assertThat(environment.invoke(Functions.event("1")).payload().utf8())
            .isEqualTo("\"\u00fc\"");
      }
    }
  }

  @Test
  @Fact("lambda-143")
  void layersBringModules() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions
          .file("main.py", "import a, b\ndef handler(e, c): return [a.x, b.x]\n")
          .layer("one", "python/a.py", "x = 'one'", "rw-r--r--")
          .layer("one", "python/b.py", "x = 'one'", "rw-r--r--")
          .layer("two", "python/b.py", "x = 'two'", "rw-r--r--");
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "main.handler")) {
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .as(functions.logged())
            .isEqualTo("[\"one\", \"two\"]");
      }
    }
  }
}
