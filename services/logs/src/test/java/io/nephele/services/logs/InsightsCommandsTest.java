package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FieldIndex;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.MalformedQueryException;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryStatus;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryRequest;

/** The commands of Logs Insights beyond filtering and counting. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class InsightsCommandsTest {
  @Inject CloudWatchLogsClient logs;
  @Inject VirtualClock clock;

  @BeforeEach
  void makeGroup() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
  }

  private void put(String... messages) {
    List<InputLogEvent> events = new ArrayList<>();
    for (String message : messages) {
      events.add(InputLogEvent.builder().timestamp(clock.millis()).message(message).build());
    }
    logs.putLogEvents(r -> r.logGroupName("g").logStreamName("s").logEvents(events));
  }

  private GetQueryResultsResponse run(StartQueryRequest.Builder request) {
    String id =
        logs.startQuery(
                request
                    .startTime(clock.millis() / 1000 - 3600)
                    .endTime(clock.millis() / 1000)
                    .build())
            .queryId();
    clock.advance(Duration.ofSeconds(1));
    GetQueryResultsResponse found = logs.getQueryResults(r -> r.queryId(id));
    assertThat(found.status()).isEqualTo(QueryStatus.COMPLETE);
    return found;
  }

  private List<String> rows(String query) {
    return rows(run(StartQueryRequest.builder().logGroupName("g").queryString(query)));
  }

  private static List<String> rows(GetQueryResultsResponse found) {
    List<String> rows = new ArrayList<>();
    for (List<ResultField> row : found.results()) {
      List<String> cells = new ArrayList<>();
      for (ResultField cell : row) {
        if (!cell.field().equals("@ptr")) {
          cells.add(cell.field() + "=" + cell.value());
        }
      }
      rows.add(String.join(" ", cells));
    }
    return rows;
  }

  @Test
  void textsInCommonAreFound() {
    put(
        "[INFO] Request time: 12 ms from 10.0.0.1",
        "[INFO] Request time: 7 ms from 10.0.0.2",
        "[ERROR] user alice could not log in at gate",
        "[ERROR] user robert could not log in at gate",
        "[INFO] Request time: 9 ms from 10.0.0.3");

    assertThat(rows("pattern @message | sort @sampleCount desc"))
        .containsExactly(
            "@pattern=[INFO] Request time: <Number-1> ms from <IPv4-2> @ratio=0.6 @sampleCount=3"
                + " @severityLabel=INFO",
            "@pattern=[ERROR] user <Token-1> could not log in at gate @ratio=0.4 @sampleCount=2"
                + " @severityLabel=ERROR");
  }

  @Test
  void patternsAreComparedWithTheTimeBefore() {
    put("started in 5 ms", "stopped");
    clock.advance(Duration.ofHours(3));
    put("started in 6 ms", "started in 7 ms", "crashed");
    List<String> found = rows("diff | sort @differenceCount desc, @pattern asc");
    // Nothing happened in the hour before.
    assertThat(found.getFirst())
        .contains("@pattern=started in <Number-1> ms", "@differenceDescription=New pattern");

    clock.advance(Duration.ofDays(1).minusSeconds(1));
    put("started in 8 ms");
    assertThat(rows("diff previousDay | sort @pattern asc"))
        .containsExactly(
            "@pattern=crashed @sampleCount=0 @differenceCount=-1"
                + " @differenceDescription=No longer occurs @severityLabel=NONE",
            "@pattern=started in <Number-1> ms @sampleCount=1 @differenceCount=-1"
                + " @differenceDescription=-50% @severityLabel=NONE");
    assertThatThrownBy(() -> rows("stats count(*) | diff"))
        .isInstanceOf(MalformedQueryException.class);
  }

  @Test
  void structuresAreParsedAndUnnested() {
    put(
        "{\"events\":[{\"name\":\"a\",\"n\":1},{\"name\":\"b\",\"n\":2}],\"tags\":{\"x.y\":\"z\"}}");

    assertThat(
            rows(
                "fields jsonParse(@message) as js | unnest js.events into event"
                    + " | display event.name, event.n * 2"))
        .containsExactly("event.name=a event.n * 2=2", "event.name=b event.n * 2=4");
    assertThat(
            rows(
                "fields jsonParse(@message) as js | fields js.events[1].name as second,"
                    + " js.tags[\"x.y\"] as z, jsonStringify(js.events[0]) as text"
                    + " | display second, z, text"))
        .containsExactly("second=b z=z text={\"name\":\"a\",\"n\":1}");
    assertThat(
            rows(
                "fields jsonParse(@message) as js | unnest js.events into e"
                    + " | stats sum(e.n) as n by e.name | sort n desc | limit 1"))
        .containsExactly("e.name=b n=2");
  }

  @Test
  void functionsOfTimesAndAddresses() {
    put("{\"ip\":\"10.1.2.3\",\"v6\":\"2001:db8::1\"}");

    assertThat(
            rows(
                "fields isValidIp(ip) as a, isValidIpv6(ip) as b, isValidIpv6(v6) as c,"
                    + " isIpInSubnet(ip, '10.0.0.0/8') as d, isIpv4InSubnet(ip, '10.2.0.0/16') as"
                    + " e, isIpv6InSubnet(v6, '2001:db8::/32') as f"))
        .containsExactly("a=1 b=0 c=1 d=1 e=0 f=1");
    assertThat(rows("stats count(*) by bin(1mo)"))
        .containsExactly("bin(1mo)=2026-01-01 00:00:00.000 count(*)=1");
    assertThat(rows("stats count(*) by bin(1q) as t, bin(1y) as y").getFirst())
        .startsWith("t=2026-01-01 00:00:00.000 y=2026-01-01 00:00:00.000");
    assertThat(rows("fields now() - toMillis(@timestamp) / 1000 < 10 as recent"))
        .containsExactly("recent=1");
  }

  @Test
  void indexesSayWhatFilterIndexFinds() {
    put("{\"id\":\"a\"}");
    assertThat(rows("filterIndex id = 'a' | fields id")).isEmpty();
    clock.advance(Duration.ofSeconds(1));

    logs.putIndexPolicy(r -> r.logGroupIdentifier("g").policyDocument("{\"Fields\":[\"id\"]}"));
    clock.advance(Duration.ofSeconds(1));
    long first = clock.millis();
    put("{\"id\":\"a\",\"n\":2}", "{\"id\":\"b\"}", "other");

    assertThat(rows("filterIndex id in ['a'] | fields n")).containsExactly("n=2");
    FieldIndex index =
        logs.describeFieldIndexes(r -> r.logGroupIdentifiers("g")).fieldIndexes().getFirst();
    assertThat(index.fieldIndexName()).isEqualTo("id");
    assertThat(index.firstEventTime()).isEqualTo(first);
    assertThat(logs.describeIndexPolicies(r -> r.logGroupIdentifiers("g")).indexPolicies())
        .singleElement()
        .satisfies(policy -> assertThat(policy.policyDocument()).contains("id"));
    logs.deleteIndexPolicy(r -> r.logGroupIdentifier("g"));
    assertThat(logs.describeFieldIndexes(r -> r.logGroupIdentifiers("g")).fieldIndexes()).isEmpty();
    assertThatThrownBy(
            () -> logs.putIndexPolicy(r -> r.logGroupIdentifier("g").policyDocument("{}")))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void queriesSelectTheirGroups() {
    put("here");
    logs.createLogGroup(r -> r.logGroupName("other").logGroupClass("INFREQUENT_ACCESS"));

    GetQueryResultsResponse found =
        run(
            StartQueryRequest.builder()
                .queryString(
                    "SOURCE logGroups(namePrefix: ['g'], class: 'STANDARD') | fields @log"));

    assertThat(rows(found)).containsExactly("@log=000000000000:g");
    assertThatThrownBy(
            () ->
                run(
                    StartQueryRequest.builder()
                        .queryString("SOURCE logGroups(namePrefix: ['x']) | limit 1")))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(
            () ->
                run(
                    StartQueryRequest.builder()
                        .logGroupName("other")
                        .queryString("pattern @message")))
        .isInstanceOf(CloudWatchLogsException.class)
        .hasMessageContaining("INFREQUENT_ACCESS");
  }

  @Test
  void whatIsHiddenIsShownToThoseWhoMay() {
    logs.putDataProtectionPolicy(
        r ->
            r.logGroupIdentifier("g")
                .policyDocument(
                    """
                    {"Name":"p","Version":"2021-06-01","Statement":[
                      {"Sid":"a","DataIdentifier":["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
                       "Operation":{"Audit":{"FindingsDestination":{}}}},
                      {"Sid":"r","DataIdentifier":["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
                       "Operation":{"Deidentify":{"MaskConfig":{}}}}]}
                    """));
    put("mail ann@example.com");

    assertThat(rows("fields @message").getFirst()).doesNotContain("ann@example.com");
    assertThat(rows("fields unmask(@message) as m")).containsExactly("m=mail ann@example.com");
  }

  @Test
  void countsAreThoseOfAPlainLoop() {
    Random random = new Random(7);
    String[] levels = {"INFO", "WARN", "ERROR"};
    Map<String, long[]> expected = new TreeMap<>();
    for (int stream = 0; stream < 3; stream++) {
      String name = "t" + stream;
      logs.createLogStream(r -> r.logGroupName("g").logStreamName(name));
      for (int batch = 0; batch < 2; batch++) {
        List<InputLogEvent> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          String level = levels[random.nextInt(3)];
          int ms = random.nextInt(1000);
          if (ms >= 100) {
            long[] sums = expected.computeIfAbsent(level, none -> new long[3]);
            sums[0]++;
            sums[1] += ms;
            sums[2] = Math.max(sums[2], ms);
          }
          events.add(
              InputLogEvent.builder()
                  .timestamp(clock.millis() - 1_000_000 + i * 3000L)
                  .message("x {\"level\":\"" + level + "\",\"nested\":{\"ms\":" + ms + "}}")
                  .build());
        }
        logs.putLogEvents(r -> r.logGroupName("g").logStreamName(name).logEvents(events));
      }
    }
    List<String> rows = new ArrayList<>();
    expected.forEach(
        (level, sums) ->
            rows.add("level=" + level + " n=" + sums[0] + " s=" + sums[1] + " m=" + sums[2]));

    assertThat(
            rows(
                "filter nested.ms >= 100 | stats count(*) as n, sum(nested.ms) as s,"
                    + " max(nested.ms) as m by level | sort level asc"))
        .isEqualTo(rows);
    List<String> latest = rows("fields @timestamp | filter nested.ms >= 100 | limit 50");
    assertThat(latest).hasSize(50).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(rows("fields @timestamp | sort nested.ms desc | limit 50")).hasSize(50);
  }
}
