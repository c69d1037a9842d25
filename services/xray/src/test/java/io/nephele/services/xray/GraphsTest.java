package io.nephele.services.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.Edge;
import software.amazon.awssdk.services.xray.model.InvalidRequestException;
import software.amazon.awssdk.services.xray.model.Service;
import software.amazon.awssdk.services.xray.model.TimeSeriesServiceStatistics;

/** Service graphs come from segments. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class GraphsTest {
  @Inject XRayClient xray;
  @Inject VirtualClock clock;

  /** A front end that calls a back end; returns the trace's id. */
  private String put(int number, int seconds, String backendEnds) {
    long now = clock.now().getEpochSecond();
    String id = "1-%08x-%024x".formatted(now, number);
    String front =
        """
        {"trace_id":"%s","id":"aaaaaaaaaaaaaaaa","name":"front","start_time":%d,"end_time":%d,
        "subsegments":[{"id":"bbbbbbbbbbbbbbbb","name":"back","namespace":"remote",
        "start_time":%d,"end_time":%d%s}]}\
        """
            .formatted(id, now, now + seconds, now, now + seconds, backendEnds);
    String back =
        """
        {"trace_id":"%s","id":"cccccccccccccccc","parent_id":"bbbbbbbbbbbbbbbb","name":"back",
        "origin":"AWS::EC2::Instance","start_time":%d,"end_time":%d%s}\
        """
            .formatted(id, now, now + seconds, backendEnds);
    xray.putTraceSegments(p -> p.traceSegmentDocuments(front, back));
    return id;
  }

  private static Service named(List<Service> services, String name, String type) {
    return services.stream()
        .filter(s -> s.name().equals(name) && java.util.Objects.equals(s.type(), type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Fact({"xray-003", "xray-024", "xray-025"})
  void nodesAndEdgesHaveStatistics() {
    Instant begin = clock.now();
    put(1, 1, "");
    put(2, 1, ",\"fault\":true");
    String last = put(3, 3, ",\"error\":true,\"throttle\":true");
    List<Service> services =
        xray.getServiceGraph(g -> g.startTime(begin).endTime(begin.plusSeconds(60))).services();
    assertThat(services).hasSize(3);
    Service front = named(services, "front", null);
    Service back = named(services, "back", "AWS::EC2::Instance");
    Service client = named(services, "front", "client");
    assertThat(front.root()).isTrue();
    assertThat(front.summaryStatistics().okCount()).isEqualTo(3);
    assertThat(front.summaryStatistics().totalResponseTime()).isEqualTo(5.0);
    assertThat(front.durationHistogram())
        .extracting(h -> h.value() + "x" + h.count())
        .containsExactly("1.0x2", "3.0x1");
    assertThat(client.edges().getFirst().referenceId()).isEqualTo(front.referenceId());
    Edge edge = front.edges().getFirst();
    assertThat(edge.referenceId()).isEqualTo(back.referenceId());
    assertThat(edge.summaryStatistics().totalCount()).isEqualTo(3);
    assertThat(edge.summaryStatistics().okCount()).isEqualTo(1);
    assertThat(edge.summaryStatistics().faultStatistics().totalCount()).isEqualTo(1);
    assertThat(edge.summaryStatistics().errorStatistics().throttleCount()).isEqualTo(1);
    assertThat(back.state()).isEqualTo("active");

    List<Service> one = xray.getTraceGraph(g -> g.traceIds(last)).services();
    assertThat(named(one, "front", null).summaryStatistics().totalCount()).isEqualTo(1);

    xray.createGroup(c -> c.groupName("failing").filterExpression("service(\"back\") { fault }"));
    List<Service> failing =
        xray.getServiceGraph(
                g -> g.startTime(begin).endTime(begin.plusSeconds(60)).groupName("failing"))
            .services();
    assertThat(named(failing, "front", null).summaryStatistics().totalCount()).isEqualTo(1);
    assertThat(
            xray.getServiceGraph(
                    g -> g.startTime(begin.minusSeconds(60)).endTime(begin.minusSeconds(1)))
                .services())
        .isEmpty();
    assertThatThrownBy(
            () -> xray.getServiceGraph(g -> g.startTime(begin.minusSeconds(30_000)).endTime(begin)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("Time range cannot be longer than 6 hours");
  }

  @Test
  void statisticsByTime() {
    Instant begin = Instant.ofEpochSecond(clock.now().getEpochSecond() / 300 * 300 + 300);
    clock.advance(Duration.between(clock.now(), begin));
    put(1, 1, "");
    clock.advance(Duration.ofSeconds(70));
    put(2, 1, ",\"fault\":true");
    put(3, 1, "");
    List<TimeSeriesServiceStatistics> minutes =
        xray.getTimeSeriesServiceStatistics(
                g ->
                    g.startTime(begin)
                        .endTime(begin.plusSeconds(300))
                        .entitySelectorExpression("service(\"back\")"))
            .timeSeriesServiceStatistics();
    assertThat(minutes)
        .extracting(TimeSeriesServiceStatistics::timestamp)
        .containsExactly(begin, begin.plusSeconds(60));
    assertThat(minutes.getLast().serviceSummaryStatistics().totalCount()).isEqualTo(2);
    assertThat(minutes.getLast().serviceSummaryStatistics().faultStatistics().totalCount())
        .isEqualTo(1);
    List<TimeSeriesServiceStatistics> edges =
        xray.getTimeSeriesServiceStatistics(
                g -> g.startTime(begin).endTime(begin.plusSeconds(300)).period(300))
            .timeSeriesServiceStatistics();
    assertThat(edges).hasSize(1);
    assertThat(edges.getFirst().edgeSummaryStatistics().totalCount()).isEqualTo(6);
    assertThatThrownBy(
            () ->
                xray.getTimeSeriesServiceStatistics(
                    g -> g.startTime(begin).endTime(begin.plusSeconds(300)).period(7)))
        .isInstanceOf(InvalidRequestException.class);
  }
}
