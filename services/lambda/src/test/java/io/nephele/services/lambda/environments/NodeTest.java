package io.nephele.services.lambda.environments;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions in Node.js. */
class NodeTest {
  private static final String RUNTIME = "nodejs20.x";

  @TempDir Path folder;

  private static final class Received implements ResponseSink {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String contentType;

    @Override
    public void begin(String type) {
      contentType = type;
    }

    @Override
    public void write(byte[] piece, int offset, int count) {
      bytes.write(piece, offset, count);
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private static String answer(ExecutionEnvironment environment, String event) {
    return environment.invoke(Functions.event(event)).payload().utf8();
  }

  @Test
  @Fact({"lambda-033", "lambda-163", "lambda-164", "lambda-165", "lambda-166"})
  void handlersAnswerInEveryWay() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "index.js",
          """
          exports.async = async (event) => ({ got: event });
          exports.callback = (event, context, callback) => {
            if (event.fail) { callback(new TypeError("no")); return; }
            setTimeout(() => callback(null, context.functionName), 5);
          };
          exports.sync = (event, context) => { context.succeed(context.memoryLimitInMB); };
          exports.nothing = () => {};
          exports.deep = { er: async (e, c) => c.getRemainingTimeInMillis() > 4000 };
          """);
      try (ExecutionEnvironment async = functions.environment(RUNTIME, "index.async");
          ExecutionEnvironment callback = functions.environment(RUNTIME, "index.callback");
          ExecutionEnvironment sync = functions.environment(RUNTIME, "index.sync");
          ExecutionEnvironment nothing = functions.environment(RUNTIME, "index.nothing");
          ExecutionEnvironment deep = functions.environment(RUNTIME, "index.deep.er")) {
        assertThat(answer(async, "[1]")).as(functions.logged()).isEqualTo("{\"got\":[1]}");
        assertThat(answer(async, "2")).isEqualTo("{\"got\":2}");
        assertThat(answer(callback, "{}")).isEqualTo("\"tested\"");
        assertThat(answer(callback, "{\"fail\":1}"))
            .startsWith(
                "{\"errorType\":\"TypeError\",\"errorMessage\":\"no\",\"trace\":[\"TypeError:"
                    + " no\",");
        assertThat(answer(sync, "{}")).isEqualTo("\"256\"");
        assertThat(answer(nothing, "{}")).isEqualTo("null");
        assertThat(answer(deep, "{}")).isEqualTo("true");
      }
    }
  }

  @Test
  void modulesAreHandlersToo() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions
          .file("src/app.mjs", "export const handler = async () => import.meta.url;")
          .file("esm/package.json", "{\"type\":\"module\"}")
          .file("esm/app.js", "import l from 'layered'; export const handler = async () => l;")
          .layer(
              "layer",
              "nodejs/node_modules/layered/index.js",
              "module.exports = 'from a layer';",
              "rw-r--r--")
          .file("cjs.js", "exports.handler = async () => require('layered');");
      try (ExecutionEnvironment mjs = functions.environment(RUNTIME, "src/app.handler");
          ExecutionEnvironment cjs = functions.environment(RUNTIME, "cjs.handler")) {
        assertThat(answer(mjs, "{}"))
            .as(functions.logged())
            .isEqualTo("\"file:///var/task/src/app.mjs\"");
        assertThat(answer(cjs, "{}")).isEqualTo("\"from a layer\"");
      }
      try (ExecutionEnvironment esm = functions.environment(RUNTIME, "esm/app.handler")) {
        assertThat(answer(esm, "{}")).as(functions.logged()).isEqualTo("\"from a layer\"");
      }
    }
  }

  @Test
  void logsHaveTheRequestsId() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "index.js",
          """
          console.log("init");
          exports.handler = async () => { console.warn("two\\nlines", { a: 1 }); };
          """);
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "index.handler")) {
        Invocation invocation = Functions.event("{}");
        Outcome outcome = environment.invoke(invocation);

        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\t";
        assertThat(functions.log)
            .anyMatch(line -> line.matches(time + "undefined\tINFO\tinit\n"))
            .anyMatch(
                line ->
                    line.matches(
                        time + invocation.requestId() + "\tWARN\ttwo\nlines \\{ a: 1 \\}\n"));
        assertThat(outcome.logTail().utf8()).contains("two\nlines").doesNotContain("init\n");
      }
    }
  }

  @Test
  void jsonLogsAreObjects() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "index.js",
          "exports.handler = async () => { console.log({ a: 1 }); console.debug('no');"
              + " console.error('bad %d', 7, new RangeError('r')); };");
      try (ExecutionEnvironment environment =
          functions.environment(
              RUNTIME, "index.handler", new Limits(256, 5, 512), Map.of(), true)) {
        Invocation invocation = Functions.event("{}");
        environment.invoke(invocation);
        assertThat(functions.logged())
            .contains(
                "\"level\":\"INFO\",\"requestId\":\""
                    + invocation.requestId()
                    + "\",\"message\":{\"a\":1}}",
                "\"level\":\"ERROR\"",
                "\"errorType\":\"RangeError\"")
            .doesNotContain("\"no\"");
      }
    }
  }

  @Test
  void responsesAreStreamed() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "index.mjs",
          """
          export const handler = awslambda.streamifyResponse(async (event, stream) => {
            if (event.early) throw new Error("early");
            stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
            stream.write("one ");
            if (event.late) throw new Error("late");
            stream.write("two");
            stream.end();
          });
          """);
      try (ExecutionEnvironment environment = functions.environment(RUNTIME, "index.handler")) {
        Received received = new Received();
        Outcome streamed = environment.invoke(Functions.event("{}", received));
        Outcome whole = environment.invoke(Functions.event("{}"));
        Outcome early = environment.invoke(Functions.event("{\"early\":1}"));
        Outcome late = environment.invoke(Functions.event("{\"late\":1}", new Received()));

        String expected = "{\"statusCode\":201}\0\0\0\0\0\0\0\0one two";
        assertThat(streamed.streamed()).as(functions.logged()).isTrue();
        assertThat(streamed.error()).isNull();
        assertThat(received.text()).isEqualTo(expected);
        assertThat(received.contentType)
            .isEqualTo("application/vnd.awslambda.http-integration-response");
        assertThat(whole.payload().utf8()).isEqualTo(expected);
        assertThat(early.payload().utf8())
            .startsWith("{\"errorType\":\"Error\",\"errorMessage\":\"early\"");
        assertThat(late.error()).isEqualTo(ErrorKind.FUNCTION);
        assertThat(late.payload().utf8()).contains("\"errorMessage\":\"late\"");
      }
    }
  }

  @Test
  void failuresHaveAwsNames() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions
          .file("broken.js", "exports.handler = (;")
          .file("thrower.js", "throw new Error('at init');")
          .file(
              "index.js",
              """
              exports.reject = async () => { Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 1000)); };
              exports.later = async () => { setTimeout(() => { throw new Error("later"); }, 1); await new Promise((r) => setTimeout(r, 1000)); };
              exports.exit = async () => process.exit(3);
              exports.string = async () => { throw "text"; };
              """);
      for (List<String> expected :
          List.of(
              List.of("missing.handler", "\"Runtime.ImportModuleError\"", "Cannot find module"),
              List.of("index.none", "\"Runtime.HandlerNotFound\"", "index.none is undefined"),
              List.of("broken.handler", "\"Runtime.UserCodeSyntaxError\"", "SyntaxError"),
              List.of("thrower.handler", "\"Error\"", "at init"),
              List.of("index.reject", "\"Runtime.UnhandledPromiseRejection\"", "lost"),
              List.of("index.later", "\"Error\"", "later"),
              List.of(
                  "index.exit",
                  "\"Runtime.ExitError\"",
                  "Error: Runtime exited with error: exit status 3"),
              List.of("index.string", "\"string\"", "\"errorMessage\":\"text\""))) {
        try (ExecutionEnvironment environment =
            functions.environment(RUNTIME, expected.getFirst())) {
          assertThat(answer(environment, "{}"))
              .as(functions.logged())
              .contains("\"errorType\":" + expected.get(1), expected.get(2));
        }
      }
    }
  }
}
