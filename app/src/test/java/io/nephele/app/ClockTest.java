package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock as its users turn it: by the endpoint, by commands, by options at start. */
class ClockTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String START = "2026-01-01T00:00:00Z";

  @TempDir private Path folder;

  /** A program in this process; options are names and values in turn. */
  private static Program start(String... options) {
    Map<Setting, String> all = new EnumMap<>(Setting.class);
    all.put(Setting.PORT, "0");
    for (int i = 0; i < options.length; i += 2) {
      all.put(Setting.valueOf(options[i]), options[i + 1]);
    }
    return Program.start(Configuration.of(new Settings(all)));
  }

  private static Program frozen() {
    return start("EPHEMERAL", "true", "CLOCK", START);
  }

  private static HttpResponse<String> send(
      Program program, String method, String query, String... headers)
      throws IOException, InterruptedException {
    URI uri = program.endpoint().resolve("/_nephele/clock" + (query.isEmpty() ? "" : "?" + query));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String get(Program program) throws IOException, InterruptedException {
    return send(program, "GET", "").body();
  }

  private static String turn(Program program, String query)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(program, "POST", query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
    assertThat(matcher.find()).as(name + " in " + json).isTrue();
    return matcher.group(1);
  }

  private static String sqs(Program program, String operation, String json)
      throws IOException, InterruptedException {
    return ProgramProcess.sqs(program.endpoint(), "000000000000", operation, json);
  }

  @Test
  void showsTheMachinesTimeUntilItIsTurned() throws Exception {
    try (Program program = start("EPHEMERAL", "true")) {
      String shown = get(program);
      assertThat(Instant.parse(field(shown, "now")))
          .isBeforeOrEqualTo(Instant.parse(field(shown, "machineTime")))
          .isAfter(Instant.parse(field(shown, "machineTime")).minusSeconds(60));
      assertThat(shown).contains("\"speed\":1.0,\"frozen\":false").contains("\"nextDue\":null");
      String turned = turn(program, "advance=PT96H");
      assertThat(Instant.parse(field(turned, "to")))
          .isEqualTo(Instant.parse(field(turned, "from")).plusSeconds(345_600));
      assertThat(Instant.parse(field(turned, "now")))
          .isAfter(Instant.parse(field(turned, "machineTime")).plusSeconds(345_500));
    }
  }

  @Test
  void turns() throws Exception {
    try (Program program = frozen()) {
      assertThat(get(program)).contains("\"now\":\"" + START + "\",\"speed\":0.0,\"frozen\":true");
      assertThat(field(turn(program, "advance=4d"), "now")).isEqualTo("2026-01-05T00:00:00Z");
      assertThat(field(turn(program, "set=2026-02-01"), "now")).isEqualTo("2026-02-01T00:00:00Z");
      assertThat(turn(program, "jump"))
          .contains("\"now\":\"2026-02-01T00:00:00Z\"")
          .contains("\"fired\":0");
      assertThat(turn(program, "speed=10")).contains("\"speed\":10.0,\"frozen\":false");
      assertThat(turn(program, "resume")).contains("\"speed\":1.0");
      String stopped = turn(program, "freeze");
      assertThat(field(get(program), "now")).isEqualTo(field(stopped, "now"));
      assertThat(send(program, "GET", "format=text").body())
          .matches(
              "Time     2026-02-01T\\S+, frozen\nMachine  .* (behind|ahead)\nNext     nothing is due\n");
      assertThat(send(program, "POST", "format=text&advance=90m").body())
          .startsWith("Turned   on by 1h 30m, 0 timers fired\nTime     2026-02-01T01:");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', One of the parameters advance",
    "advance=soon, 'A length of time is written as 4d, 1h30m'",
    "advance=, A length of time",
    "advance=-PT1S, The clock cannot go back",
    "advance=9999999d, The clock goes to the year 9999 and no further",
    "set=2025-12-31, cannot go back to 2025-12-31T00:00:00Z",
    "set=yesterday, A time is written as",
    "speed=fast, A speed is a number",
    "speed=-1, The speed must be from 0 to 1000000",
    "speed=NaN, The speed must be from 0 to 1000000",
    "freeze=5, Parameter freeze takes no value",
    "jump&freeze, 'at a time, not both jump and freeze'",
    "advance=1d&advance=1d, Unknown or repeated parameter: advance",
    "forwards=1d, Unknown or repeated parameter: forwards",
    "jump&format=xml, Parameter format must be json or text"
  })
  void refusesWhatItDoesNotUnderstand(String query, String message) throws Exception {
    try (Program program = frozen()) {
      HttpResponse<String> response = send(program, "POST", query);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains(message).endsWith("\n").hasLineCount(1);
      assertThat(field(get(program), "now")).as("nothing happened").isEqualTo(START);
    }
  }

  @Test
  void isNotTurnedByStrangers() throws Exception {
    try (Program program = frozen()) {
      HttpResponse<String> refused =
          send(program, "POST", "advance=1d", "Origin", "https://evil.example");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(send(program, "DELETE", "").statusCode()).isEqualTo(405);
      assertThat(send(program, "GET", "advance=1d").statusCode()).isEqualTo(400);
      assertThat(field(get(program), "now")).isEqualTo(START);
    }
  }

  @Test
  void commandsTurnIt() throws Exception {
    try (CommandLoop commands = CommandLoop.start(folder);
        Program program = frozen()) {
      assertThat(command(commands, program, "show").output())
          .startsWith("Time     2026-01-01T00:00:00Z, frozen\n");
      assertThat(command(commands, program, "advance", "4d").output())
          .startsWith("Turned   on by 4d, 0 timers fired\nTime     2026-01-05T00:00:00Z, frozen\n");
      assertThat(command(commands, program, "set", "2026-02-01").output())
          .contains("Time     2026-02-01T00:00:00Z");
      assertThat(command(commands, program, "speed", "10").output()).contains("10 times as fast");
      assertThat(command(commands, program, "resume").output()).contains("running\n");
      assertThat(command(commands, program, "freeze").output()).contains("frozen\n");
      assertThat(command(commands, program, "jump").output()).contains("Turned   by nothing");
      CommandLoop.Result wrong = command(commands, program, "set", "2026-01-01");
      assertThat(wrong.errors()).startsWith("nephele: The clock stands at").hasLineCount(1);
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(commands.run("clock", "--help").output()).contains("advance", "jump");
    }
  }

  private static CommandLoop.Result command(
      CommandLoop commands, Program program, String... arguments) throws IOException {
    String line = "clock\t" + String.join("\t", arguments);
    return commands.run((line + "\t--port\t" + program.endpoint().getPort()).split("\t"));
  }

  @Test
  void itStandsOverARestartAndNeverGoesBack() throws Exception {
    String data = folder.resolve("data").toString();
    String first;
    try (Program program = start("DATA", data, "SEED", "7", "CLOCK", START)) {
      sqs(program, "CreateQueue", "{\"QueueName\":\"q\"}");
      first = send(program);
      turn(program, "advance=4d");
    }
    String second;
    try (Program program = start("DATA", data, "SEED", "7")) {
      assertThat(get(program)).contains("\"now\":\"2026-01-05T00:00:00Z\"").contains("true");
      second = send(program);
    }
    assertThat(second).as("a further run has other ids").isNotEqualTo(first);
    assertThatThrownBy(() -> start("DATA", data, "CLOCK", START))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot go back to " + START);
    try (Program program = start("DATA", data, "CLOCK", "2026-01-06")) {
      assertThat(field(get(program), "now")).isEqualTo("2026-01-06T00:00:00Z");
    }
    try (Program other = start("EPHEMERAL", "true", "SEED", "7", "CLOCK", START)) {
      sqs(other, "CreateQueue", "{\"QueueName\":\"q\"}");
      assertThat(send(other)).as("the same run again").isEqualTo(first);
    }
  }

  @Test
  void whoWaitsIsAnsweredWhenItsTimeHasCome() throws Exception {
    try (Program program = frozen()) {
      sqs(program, "CreateQueue", "{\"QueueName\":\"q\"}");
      String queue = program.endpoint() + "/000000000000/q";
      FutureTask<String> waits =
          new FutureTask<>(
              () ->
                  sqs(
                      program,
                      "ReceiveMessage",
                      "{\"QueueUrl\":\"" + queue + "\",\"WaitTimeSeconds\":20}"));
      Thread.ofVirtual().start(waits);
      String shown = get(program);
      while (shown.contains("\"nextDue\":null")) {
        shown = get(program);
      }
      assertThat(shown)
          .contains("\"nextDue\":{\"kind\":\"waiting\",\"at\":\"2026-01-01T00:00:20Z\"}");
      turn(program, "advance=19s");
      assertThat(waits.isDone()).isFalse();
      assertThat(field(turn(program, "jump"), "now")).isEqualTo("2026-01-01T00:00:20Z");
      assertThat(waits.get()).isEqualTo("{}");
    }
  }

  @Test
  void everyWorldHasItsOwn() throws Exception {
    try (Program program = frozen()) {
      worlds(program, "fork?name=trial");
      worlds(program, "snapshot?name=kept");
      turn(program, "advance=4d");
      String[] trial = {"X-Nephele-World", "trial"};
      assertThat(field(send(program, "GET", "", trial).body(), "now")).isEqualTo(START);
      send(program, "POST", "advance=1d", trial);
      assertThat(field(get(program), "now")).isEqualTo("2026-01-05T00:00:00Z");
      worlds(program, "fork?name=later");
      turn(program, "resume");
      assertThat(send(program, "GET", "", "X-Nephele-World", "later").body())
          .contains("\"now\":\"2026-01-05T00:00:00Z\",\"speed\":0.0");
      worlds(program, "restore?from=kept");
      assertThat(get(program)).contains("\"now\":\"" + START + "\",\"speed\":0.0");
      turn(program, "advance=1h");
      HttpResponse<String> reset = call(program, "/_nephele/reset");
      assertThat(reset.statusCode()).isEqualTo(204);
      assertThat(get(program))
          .as("a reset empties it")
          .contains("\"now\":\"2026-01-01T01:00:00Z\"");
    }
  }

  private static void worlds(Program program, String what)
      throws IOException, InterruptedException {
    assertThat(call(program, "/_nephele/worlds/" + what).statusCode()).isEqualTo(204);
  }

  private static HttpResponse<String> call(Program program, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(program.endpoint().resolve(path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String send(Program program) throws IOException, InterruptedException {
    String queue = program.endpoint() + "/000000000000/q";
    return field(
        sqs(program, "SendMessage", "{\"QueueUrl\":\"" + queue + "\",\"MessageBody\":\"m\"}"),
        "MessageId");
  }

  /** Four days of a message that nobody can work off. */
  @Test
  void fourDaysOfRetentionInASecond() throws Exception {
    try (Program program = start("EPHEMERAL", "true")) {
      String orders = program.endpoint() + "/000000000000/orders";
      String failed = program.endpoint() + "/000000000000/orders-failed";
      sqs(program, "CreateQueue", "{\"QueueName\":\"orders-failed\"}");
      String redrive =
          "{'maxReceiveCount':3,'deadLetterTargetArn':"
              + "'arn:aws:sqs:us-east-1:000000000000:orders-failed'}";
      sqs(
          program,
          "CreateQueue",
          "{\"QueueName\":\"orders\",\"Attributes\":{\"VisibilityTimeout\":\"30\",\"RedrivePolicy\":\""
              + redrive.replace("'", "\\\"")
              + "\"}}");
      sqs(program, "SendMessage", "{\"QueueUrl\":\"" + orders + "\",\"MessageBody\":\"order 1\"}");

      for (int attempt = 1; attempt <= 3; attempt++) {
        assertThat(receive(program, orders)).contains("order 1");
        assertThat(receive(program, orders)).as("invisible for 30 s").doesNotContain("order 1");
        turn(program, "advance=31s");
      }
      assertThat(receive(program, orders)).as("three were enough").doesNotContain("order 1");
      assertThat(count(program, orders)).isEqualTo("0");
      assertThat(count(program, failed)).isEqualTo("1");

      turn(program, "advance=3d");
      assertThat(count(program, failed)).isEqualTo("1");
      turn(program, "advance=1d");
      assertThat(count(program, failed)).as("four days after it was sent").isEqualTo("0");
      assertThat(receive(program, failed)).doesNotContain("order 1");
    }
  }

  private static String receive(Program program, String queue)
      throws IOException, InterruptedException {
    return sqs(program, "ReceiveMessage", "{\"QueueUrl\":\"" + queue + "\"}");
  }

  private static String count(Program program, String queue)
      throws IOException, InterruptedException {
    return field(
        sqs(
            program,
            "GetQueueAttributes",
            "{\"QueueUrl\":\"" + queue + "\",\"AttributeNames\":[\"All\"]}"),
        "ApproximateNumberOfMessages");
  }
}
