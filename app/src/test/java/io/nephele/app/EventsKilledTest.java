package io.nephele.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed while it delivers events, and started again: every event that it
 * acknowledged reaches its target, or the dead-letter queue of a target that is not there.
 */
class EventsKilledTest {
  private static final int ROUNDS = Integer.getInteger("nephele.kill.rounds", 2);
  private static final int MOST_CALLS = 20;
  private static final int ENTRIES = 10;
  private static final int MOST_RECEIVES = 5_000;
  private static final String ACCOUNT = "000000000000";
  private static final Pattern NUMBER = Pattern.compile("detail[^{]{1,6}\\{[^0-9]{1,12}(\\d+)");

  @TempDir private Path folder;

  private int put;

  @Test
  void everyAcknowledgedEventIsDeliveredOrInItsDeadLetterQueue() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      try (ProgramProcess program = start()) {
        if (round == 0) {
          prepare(program.endpoint());
        }
        for (int calls = 1 + random.nextInt(MOST_CALLS); calls > 0; calls--) {
          put(program.endpoint());
        }
        program.kill();
      }
    }
    try (ProgramProcess program = start()) {
      assertThat(numbers(program.endpoint(), "inbox")).hasSize(put);
      assertThat(numbers(program.endpoint(), "letters")).hasSize(put);
    }
  }

  private ProgramProcess start() throws IOException {
    return ProgramProcess.start(
        folder, Map.of(), "start", "--port", "0", "--data", folder.resolve("data").toString());
  }

  private static String sqs(URI endpoint, String operation, String json) throws Exception {
    return ProgramProcess.sqs(endpoint, ACCOUNT, operation, json);
  }

  private static String events(URI endpoint, String operation, String json) throws Exception {
    return ProgramProcess.json(endpoint, ACCOUNT, "events", "AWSEvents." + operation, json);
  }

  private static void prepare(URI endpoint) throws Exception {
    String policy =
        "{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\","
            + "\\\"Action\\\":\\\"sqs:SendMessage\\\",\\\"Resource\\\":\\\"*\\\"}]}";
    for (String queue : Set.of("inbox", "letters")) {
      String made =
          sqs(
              endpoint,
              "CreateQueue",
              "{\"QueueName\":\"%s\",\"Attributes\":{\"Policy\":\"%s\"}}".formatted(queue, policy));
      assertThat(made).contains("QueueUrl");
    }
    events(
        endpoint,
        "PutRule",
        "{\"Name\":\"all\",\"EventPattern\":\"{\\\"source\\\":[\\\"shop\\\"]}\"}");
    String arn = "arn:aws:sqs:us-east-1:" + ACCOUNT + ":";
    assertThat(
            events(
                endpoint,
                "PutTargets",
                """
                {"Rule":"all","Targets":[{"Id":"there","Arn":"%1$sinbox"},
                {"Id":"gone","Arn":"%1$sgone","DeadLetterConfig":{"Arn":"%1$sletters"}}]}\
                """
                    .formatted(arn)))
        .contains("\"FailedEntryCount\":0");
  }

  /** Puts some events, of which all are acknowledged. */
  private void put(URI endpoint) throws Exception {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < ENTRIES; i++) {
      entries.append(i == 0 ? "" : ",");
      entries.append(
          "{\"Source\":\"shop\",\"DetailType\":\"x\",\"Detail\":\"{\\\"n\\\":%d}\"}"
              .formatted(put + i));
    }
    assertThat(events(endpoint, "PutEvents", "{\"Entries\":[" + entries + "]}"))
        .contains("\"FailedEntryCount\":0");
    put += ENTRIES;
  }

  /** The events that are in a queue, waiting for those that are missing. */
  private Set<Integer> numbers(URI endpoint, String queue) throws Exception {
    Set<Integer> numbers = new TreeSet<>();
    for (int i = 0; i < MOST_RECEIVES && numbers.size() < put; i++) {
      String answer =
          sqs(
              endpoint,
              "ReceiveMessage",
              """
              {"QueueUrl":"%s","MaxNumberOfMessages":10,"WaitTimeSeconds":20,
              "VisibilityTimeout":3600}\
              """
                  .formatted(endpoint.resolve("/" + ACCOUNT + "/" + queue)));
      Matcher number = NUMBER.matcher(answer);
      boolean any = false;
      while (number.find()) {
        numbers.add(Integer.parseInt(number.group(1)));
        any = true;
      }
      if (!any) {
        return numbers;
      }
    }
    return numbers;
  }
}
