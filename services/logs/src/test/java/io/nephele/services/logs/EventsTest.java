package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/** Events are put, read and searched. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class EventsTest {
  @Inject CloudWatchLogsClient logs;
  @Inject VirtualClock clock;
  private long now;

  @BeforeEach
  void makeGroup() {
    now = clock.millis();
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
  }

  private static InputLogEvent event(long timestamp, String message) {
    return InputLogEvent.builder().timestamp(timestamp).message(message).build();
  }

  private PutLogEventsResponse put(String stream, InputLogEvent... events) {
    return logs.putLogEvents(r -> r.logGroupName("g").logStreamName(stream).logEvents(events));
  }

  private GetLogEventsResponse get(int limit, String token, Boolean fromHead) {
    return logs.getLogEvents(
        GetLogEventsRequest.builder()
            .logGroupName("g")
            .logStreamName("s")
            .limit(limit)
            .nextToken(token)
            .startFromHead(fromHead)
            .build());
  }

  private static List<String> messages(GetLogEventsResponse page) {
    return page.events().stream().map(OutputLogEvent::message).toList();
  }

  private List<String> filter(String pattern) {
    return logs.filterLogEvents(r -> r.logGroupName("g").filterPattern(pattern)).events().stream()
        .map(FilteredLogEvent::message)
        .toList();
  }

  @Test
  @Fact("logs-004")
  void pagesGoBothWaysAndEndWithTheSameToken() {
    for (int i = 0; i < 5; i++) {
      put("s", event(now + i, "m" + i));
    }
    GetLogEventsResponse first = get(2, null, true);
    assertThat(messages(first)).containsExactly("m0", "m1");
    assertThat(first.events().getFirst().ingestionTime()).isEqualTo(now);
    GetLogEventsResponse second = get(2, first.nextForwardToken(), true);
    assertThat(messages(second)).containsExactly("m2", "m3");
    assertThat(messages(get(2, second.nextBackwardToken(), true))).containsExactly("m0", "m1");
    GetLogEventsResponse third = get(2, second.nextForwardToken(), true);
    assertThat(messages(third)).containsExactly("m4");
    GetLogEventsResponse end = get(2, third.nextForwardToken(), true);
    assertThat(end.events()).isEmpty();
    assertThat(end.nextForwardToken()).isEqualTo(third.nextForwardToken());
    put("s", event(now + 9, "m9"));
    assertThat(messages(get(2, end.nextForwardToken(), true))).containsExactly("m9");
    GetLogEventsResponse tail = get(2, null, null);
    assertThat(messages(tail)).containsExactly("m4", "m9");
    assertThat(messages(get(3, tail.nextBackwardToken(), null))).containsExactly("m1", "m2", "m3");
    assertThat(
            logs.getLogEvents(
                    r -> r.logGroupName("g").logStreamName("s").startTime(now + 1).endTime(now + 3))
                .events())
        .hasSize(2);
    assertThatThrownBy(() -> get(1, "f/1/s", true)).isInstanceOf(InvalidParameterException.class);
  }

  @Test
  @Fact("logs-016")
  void eventsThatComeLateAreInOrder() {
    Random random = new Random(1);
    List<Long> all = new ArrayList<>();
    for (int batch = 0; batch < 20; batch++) {
      List<InputLogEvent> events = new ArrayList<>();
      long at = now - random.nextInt(1_000_000);
      for (int i = 0; i < 50; i++) {
        events.add(event(at, "x".repeat(random.nextInt(600) + 1)));
        all.add(at);
        at += random.nextInt(20_000);
      }
      put("s", events.toArray(InputLogEvent[]::new));
    }
    all.sort(Long::compare);
    for (boolean head : new boolean[] {true, false}) {
      List<Long> seen = new ArrayList<>();
      String token = null;
      while (true) {
        GetLogEventsResponse page = get(70, token, head);
        if (page.events().isEmpty()) {
          break;
        }
        List<Long> times = page.events().stream().map(OutputLogEvent::timestamp).toList();
        seen.addAll(head ? seen.size() : 0, times);
        token = head ? page.nextForwardToken() : page.nextBackwardToken();
      }
      assertThat(seen).isEqualTo(all);
    }
  }

  @Test
  void batchesHaveLimits() {
    String large = "x".repeat(1 << 19);
    put("s", event(now, large), event(now, large.substring(52)));
    assertThatThrownBy(() -> put("s", event(now, large), event(now, large.substring(51))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Upload too large: 1048577 bytes exceeds limit of 1048576");
    assertThatThrownBy(() -> put("s", event(now, "a"), event(now - 1, "b")))
        .hasMessageContaining("must be in chronological order");
    assertThatThrownBy(
            () -> put("s", event(now - Duration.ofDays(1).toMillis() - 1, "a"), event(now, "b")))
        .hasMessageContaining("cannot span more than 24 hours");
  }

  @Test
  void whatIsTooOldTooNewOrExpiredIsRejected() {
    long hour = Duration.ofHours(1).toMillis();
    RejectedLogEventsInfo young =
        put("s", event(now, "ok"), event(now + 2 * hour, "ok"), event(now + 2 * hour + 1, "no"))
            .rejectedLogEventsInfo();
    assertThat(young.tooNewLogEventStartIndex()).isEqualTo(2);
    assertThat(young.tooOldLogEventEndIndex()).isNull();
    RejectedLogEventsInfo old =
        put("s", event(now - 336 * hour - 1, "no"), event(now - 336 * hour, "ok"))
            .rejectedLogEventsInfo();
    assertThat(old.tooOldLogEventEndIndex()).isEqualTo(1);
    logs.putRetentionPolicy(r -> r.logGroupName("g").retentionInDays(1));
    RejectedLogEventsInfo expired =
        put("s", event(now - 25 * hour, "no"), event(now - 2 * hour, "ok")).rejectedLogEventsInfo();
    assertThat(expired.expiredLogEventEndIndex()).isEqualTo(1);
    assertThat(messages(get(10, null, true))).containsExactly("ok", "ok", "ok");
  }

  @Test
  @Fact("logs-019")
  void groupsAreSearchedAcrossStreams() {
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("t"));
    put("s", event(now, "ERROR one"), event(now + 2, "{\"status\":500}"));
    put("t", event(now + 1, "ERROR two"), event(now + 3, "fine"));
    assertThat(filter(null)).containsExactly("ERROR one", "ERROR two", "{\"status\":500}", "fine");
    assertThat(filter("\"ERROR\"")).containsExactly("ERROR one", "ERROR two");
    assertThat(filter("{ $.status = 500 }")).containsExactly("{\"status\":500}");
    List<String> seen = new ArrayList<>();
    String token = null;
    do {
      String at = token;
      FilterLogEventsResponse page =
          logs.filterLogEvents(
              FilterLogEventsRequest.builder().logGroupName("g").limit(1).nextToken(at).build());
      page.events().forEach(each -> seen.add(each.message()));
      token = page.nextToken();
    } while (token != null);
    assertThat(seen).isEqualTo(filter(null));
    assertThat(logs.filterLogEvents(r -> r.logGroupName("g").logStreamNamePrefix("t")).events())
        .hasSize(2);
    assertThat(
            logs.filterLogEvents(
                    r ->
                        r.logGroupName("g").logStreamNames("s").startTime(now + 1).endTime(now + 2))
                .events())
        .hasSize(1);
    assertThatThrownBy(() -> filter("a:b"))
        .hasMessageContaining("Invalid character(s) in term 'a:b'");
  }
}
