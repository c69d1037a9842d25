package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.logs.LiveTailSessionLogEvent;
import io.nephele.api.logs.Logs;
import io.nephele.api.logs.StartLiveTailRequest;
import io.nephele.api.logs.StartLiveTailResponseStream;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.EventStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** Events are told as they come. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class LiveTailTest {
  @Inject CloudWatchLogsClient logs;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  void whatMatchesIsToldOnceASecond() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
    Region region = Regions.find("us-east-1");
    try (EventStream tail =
        nephele
            .world()
            .call(
                Logs.StartLiveTail,
                new StartLiveTailRequest()
                    .logGroupIdentifiers(List.of("arn:aws:logs:us-east-1:000000000000:log-group:g"))
                    .logEventFilterPattern("ERROR"),
                Principal.root(region.partition(), "000000000000"),
                region)
            .responseStream()) {
      assertThat(
              new StartLiveTailResponseStream(tail.next()).sessionStart().logEventFilterPattern())
          .isEqualTo("ERROR");
      logs.putLogEvents(
          r ->
              r.logGroupName("g")
                  .logStreamName("s")
                  .logEvents(
                      InputLogEvent.builder().timestamp(clock.millis()).message("fine").build(),
                      InputLogEvent.builder().timestamp(clock.millis()).message("ERROR").build()));
      clock.advance(Duration.ofSeconds(1));
      assertThat(new StartLiveTailResponseStream(tail.next()).sessionUpdate().sessionResults())
          .extracting(LiveTailSessionLogEvent::message)
          .containsExactly("ERROR");
      clock.advance(Duration.ofHours(3));
      assertThat(tail.next()).isNull();
    }
  }
}
