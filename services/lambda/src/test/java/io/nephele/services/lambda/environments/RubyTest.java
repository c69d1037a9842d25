package io.nephele.services.lambda.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions in Ruby, where the machine has it. */
class RubyTest {
  private static String runtime;

  @TempDir Path folder;

  @BeforeAll
  static void present() throws IOException, InterruptedException {
    try {
      Process ruby = new ProcessBuilder("ruby", "-e", "print RUBY_VERSION[/\\d+\\.\\d+/]").start();
      String version = new String(ruby.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      runtime = "ruby" + version;
      if (ruby.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      // told below
    }
    abort("skipped: `ruby` does not run on this machine");
  }

  @Test
  void handlersOfBothKindsRun() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file(
          "lambda_function.rb",
          """
          require 'json'
          $count = 0
          def lambda_handler(event:, context:)
            $count += 1
            puts "counting #{event['name']}"
            raise ArgumentError, 'no' if event['fail']
            { count: $count, id: context.aws_request_id, name: context.function_name,
              time: context.get_remaining_time_in_millis.between?(4000, 5000), env: ENV['MINE'] }
          end
          module Shop
            class Till
              def self.pay(event:, context:)
                event.map { |n| n * 2 }
              end
            end
          end
          """);
      Limits limits = new Limits(256, 5, 512);
      try (ExecutionEnvironment environment =
          functions.environment(
              runtime,
              "lambda_function.lambda_handler",
              limits,
              Map.of("MINE", "it's\n$mine"),
              false)) {
        Invocation first = Functions.event("{\"name\":\"ä\"}");
        Outcome one = environment.invoke(first);
        assertThat(one.payload().utf8())
            .as(functions.logged())
            .isEqualTo(
                "{\"count\":1,\"id\":\""
                    + first.requestId()
                    + "\",\"name\":\"tested\",\"time\":true,\"env\":\"it's\\n$mine\"}");
        assertThat(one.logTail().utf8()).contains("counting ä\n");
        Outcome failed = environment.invoke(Functions.event("{\"fail\":1}"));
        assertThat(failed.error()).isEqualTo(ErrorKind.FUNCTION);
        assertThat(failed.payload().utf8())
            .startsWith(
                "{\"errorMessage\":\"no\",\"errorType\":\"Function<ArgumentError>\","
                    + "\"stackTrace\":[\"/var/task/lambda_function.rb:6:in ");
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .startsWith("{\"count\":3,");
      }
      try (ExecutionEnvironment environment =
          functions.environment(
              runtime, "lambda_function.Shop::Till.pay", limits, Map.of(), false)) {
        assertThat(environment.invoke(Functions.event("[1,2]")).payload().utf8())
            .isEqualTo("[2,4]");
      }
    }
  }

  @Test
  void whatCannotBeLoadedIsToldAsAwsDoes() throws Exception {
    try (Functions functions = new Functions(folder)) {
      functions.file("broken.rb", "require 'not_there'\n");
      try (ExecutionEnvironment environment = functions.environment(runtime, "broken.handler")) {
        Outcome outcome = environment.invoke(Functions.event("{}"));
        assertThat(outcome.errorType()).isEqualTo("Init<LoadError>");
        assertThat(outcome.payload().utf8())
            .startsWith("{\"errorMessage\":\"cannot load such file -- not_there\",");
      }
      try (ExecutionEnvironment environment = functions.environment(runtime, "handler")) {
        assertThat(environment.invoke(Functions.event("{}")).payload().utf8())
            .contains("Invalid handler handler, must be of form FILENAME.METHOD");
      }
    }
  }
}
