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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupField;
import software.amazon.awssdk.services.cloudwatchlogs.model.MalformedQueryException;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryStatus;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;

/** Queries of Logs Insights. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class InsightsTest {
  @Inject CloudWatchLogsClient logs;
  @Inject VirtualClock clock;

  @BeforeEach
  void putEvents() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
    long base = clock.millis() / 300_000 * 300_000 - 600_000;
    List<InputLogEvent> events = new ArrayList<>();
    String[] messages = {
      "{\"level\":\"ERROR\",\"ms\":10,\"user\":{\"id\":\"a\"}}",
      "{\"level\":\"INFO\",\"ms\":20,\"user\":{\"id\":\"b\"}}",
      "{\"level\":\"ERROR\",\"ms\":30,\"user\":{\"id\":\"a\"}}",
      "user=carol took 40 ms",
      "REPORT RequestId: 1-2\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB"
          + "\tMax Memory Used: 64 MB\t",
    };
    for (int i = 0; i < messages.length; i++) {
      events.add(
          InputLogEvent.builder().timestamp(base + i * 100_000L).message(messages[i]).build());
    }
    logs.putLogEvents(r -> r.logGroupName("g").logStreamName("s").logEvents(events));
  }

  private GetQueryResultsResponse run(String query) {
    String id =
        logs.startQuery(
                r ->
                    r.logGroupName("g")
                        .startTime(clock.millis() / 1000 - 3600)
                        .endTime(clock.millis() / 1000)
                        .queryString(query))
            .queryId();
    clock.advance(Duration.ofSeconds(1));
    GetQueryResultsResponse found = logs.getQueryResults(r -> r.queryId(id));
    assertThat(found.status()).as(query).isEqualTo(QueryStatus.COMPLETE);
    return found;
  }

  /** The rows as {@code name=value} without pointers. */
  private List<String> rows(String query) {
    List<String> rows = new ArrayList<>();
    for (List<ResultField> row : run(query).results()) {
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
  @Fact({"logs-009", "logs-014"})
  void eventsAreFilteredCountedAndSorted() {
    assertThat(rows("filter level = 'ERROR' | stats count(*) as errors by level"))
        .containsExactly("level=ERROR errors=2");
    assertThat(rows("stats count(*) by level | sort count(*) desc, level asc | limit 1"))
        .hasSize(1);
    assertThat(rows("fields ms | filter ispresent(ms) | sort ms asc"))
        .containsExactly("ms=10", "ms=20", "ms=30");
    assertThat(rows("filter ispresent(ms) | stats sum(ms), avg(ms), min(ms), max(ms), pct(ms, 50)"))
        .containsExactly("sum(ms)=60 avg(ms)=20 min(ms)=10 max(ms)=30 pct(ms, 50)=20");
    assertThat(rows("stats count(*) as n by bin(5m) as t | sort t asc | display n"))
        .containsExactly("n=3", "n=2");
    assertThat(rows("stats count(*) by bin(5m) | sort bin(5m) desc").getFirst())
        .endsWith("count(*)=2");
    GetQueryResultsResponse all = run("fields @message | filter @message like /ERR.R/");
    assertThat(all.statistics().recordsMatched()).isEqualTo(2);
    assertThat(all.statistics().recordsScanned()).isEqualTo(5);
    assertThat(all.results().getFirst().getLast().field()).isEqualTo("@ptr");
    String pointer = all.results().getFirst().getLast().value();
    assertThat(logs.getLogRecord(r -> r.logRecordPointer(pointer)).logRecord())
        .containsEntry("user.id", "a")
        .containsEntry("ms", "30");
  }

  @Test
  void expressionsAndCommands() {
    assertThat(
            rows(
                "parse @message \"user=* took * ms\" as who, took | filter ispresent(who)"
                    + " | display who, took"))
        .containsExactly("who=carol took=40");
    assertThat(rows("parse @message /user=(?<who>\\S+)/ | filter who = 'carol' | display who"))
        .containsExactly("who=carol");
    assertThat(
            rows("filter @type = 'REPORT' | stats max(@duration), max(@maxMemoryUsed/1000/1000)"))
        .containsExactly("max(@duration)=12.5 max(@maxMemoryUsed/1000/1000)=64");
    assertThat(
            rows(
                "fields toupper(user.id) as U, ms * 2 + 1 as x | filter ms in [10, 20]"
                    + " and not (level = 'INFO')"))
        .containsExactly("U=A x=21");
    assertThat(
            rows("fields user.id | filter ispresent(user.id) | dedup user.id | sort user.id asc"))
        .containsExactly("user.id=a", "user.id=b");
    assertThat(
            rows(
                "filter @message not like 'level' and strlen(@message) < 30"
                    + " | fields substr(@message, 0, 4) as start"))
        .containsExactly("start=user");
    assertThat(
            rows(
                "stats count_distinct(user.id) as users, stddev(ms) as d, latest(ms) as l,"
                    + " earliest(ms) as e"))
        .containsExactly("users=2 d=10 l=30 e=10");
    assertThat(rows("stats count(*) as n by level | stats max(n) as most"))
        .containsExactly("most=2");
    assertThat(rows("fields @timestamp, @log | limit 1").getFirst())
        .contains("@log=000000000000:g");
    assertThat(rows("# only a remark\nfields coalesce(level, 'none') as l | sort @timestamp desc"))
        .containsExactly("l=none", "l=none", "l=ERROR", "l=INFO", "l=ERROR");
  }

  @Test
  void whatIsNoQueryIsSaid() {
    for (String query :
        List.of(
            "nonsense @message",
            "fields @message |",
            "filter (level = 'x'",
            "stats foo(ms)",
            "filter level = 'open",
            "fields nofunction(ms)",
            "limit 10001",
            "parse @message 'a*b*' as one",
            "stats count(*) by bin(5x)",
            "fields " + "(".repeat(5000))) {
      assertThatThrownBy(() -> run(query))
          .as(query.substring(0, Math.min(30, query.length())))
          .isInstanceOf(MalformedQueryException.class);
    }
  }

  @Test
  void queriesAreStoppedListedAndSaved() {
    run("fields @message");
    String id = queryId();
    assertThatThrownBy(() -> logs.stopQuery(r -> r.queryId(id)))
        .isInstanceOf(CloudWatchLogsException.class);
    assertThat(logs.describeQueries(r -> r.logGroupName("g")).queries()).hasSize(1);
    String saved =
        logs.putQueryDefinition(
                r -> r.name("folder/q").queryString("fields @message").logGroupNames("g"))
            .queryDefinitionId();
    assertThat(
            logs.describeQueryDefinitions(r -> r.queryDefinitionNamePrefix("folder"))
                .queryDefinitions())
        .hasSize(1);
    logs.deleteQueryDefinition(r -> r.queryDefinitionId(saved));
    assertThat(logs.describeQueryDefinitions(r -> r.maxResults(9)).queryDefinitions()).isEmpty();
    assertThat(logs.getLogGroupFields(r -> r.logGroupName("g")).logGroupFields())
        .extracting(LogGroupField::name)
        .contains("@message", "level", "user.id");
  }

  private String queryId() {
    return logs.describeQueries(r -> r.logGroupName("g")).queries().getFirst().queryId();
  }
}
