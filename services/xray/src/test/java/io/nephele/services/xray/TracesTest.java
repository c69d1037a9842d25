package io.nephele.services.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.BatchGetTracesResponse;
import software.amazon.awssdk.services.xray.model.GetTraceSummariesResponse;
import software.amazon.awssdk.services.xray.model.InvalidRequestException;
import software.amazon.awssdk.services.xray.model.Segment;
import software.amazon.awssdk.services.xray.model.TimeRangeType;
import software.amazon.awssdk.services.xray.model.Trace;
import software.amazon.awssdk.services.xray.model.TraceSummary;
import software.amazon.awssdk.services.xray.model.UnprocessedTraceSegment;

/** Segments become traces, which are found by time and filter expression. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TracesTest {
  @Inject XRayClient xray;
  @Inject VirtualClock clock;

  private String traceId(int number) {
    return "1-%08x-%024x".formatted(clock.now().getEpochSecond(), number);
  }

  private double now() {
    return clock.now().getEpochSecond();
  }

  /** A document: {@code %T} is the trace, {@code %0}, {@code %1} ... seconds from now. */
  private String document(String traceId, String json) {
    String whole = json.replace("%T", "\"trace_id\":\"" + traceId + "\"");
    for (int i = 0; i < 10; i++) {
      whole = whole.replace("%" + i, String.valueOf((long) now() + i));
    }
    return whole;
  }

  private void put(String traceId, String... documents) {
    List<String> whole = new ArrayList<>();
    for (String one : documents) {
      whole.add(document(traceId, one));
    }
    assertThat(
            xray.putTraceSegments(p -> p.traceSegmentDocuments(whole)).unprocessedTraceSegments())
        .isEmpty();
  }

  /** A shop that calls a table and a payment service, which fails. */
  private void shop(String traceId) {
    put(
        traceId,
        """
        {%T,"id":"aaaaaaaaaaaaaaaa","name":"shop","start_time":%0,"end_time":%3,"user":"Alice",
        "origin":"AWS::ECS::Container","resource_arn":"arn:aws:ecs:here",
        "aws":{"ec2":{"instance_id":"i-1","availability_zone":"us-east-1a"}},
        "http":{"request":{"url":"http://shop.example/v2/buy","method":"POST",
        "user_agent":"curl","client_ip":"10.0.0.1"},"response":{"status":200}},
        "annotations":{"customer":"gold","age":30,"new":true,"bad key":"x"},
        "metadata":{"deep":{"list":[1,{"a":null}]}},
        "subsegments":[{"id":"bbbbbbbbbbbbbbbb","name":"DynamoDB","namespace":"aws","start_time":%0,
        "end_time":%1,"aws":{"table_name":"orders","operation":"PutItem"},
        "annotations":{"step":"store"}}]}\
        """,
        """
        {%T,"id":"cccccccccccccccc","type":"subsegment","parent_id":"aaaaaaaaaaaaaaaa",
        "name":"payment.example","namespace":"remote","start_time":%1,"end_time":%3,
        "fault":true,"http":{"response":{"status":500}}}\
        """,
        """
        {%T,"id":"dddddddddddddddd","parent_id":"cccccccccccccccc","name":"payment",
        "start_time":%1,"end_time":%3,"fault":true,"cause":{"exceptions":[
        {"id":"eeeeeeeeeeeeeeee","type":"NoMoney","message":"Access denied"}]}}\
        """);
  }

  private List<TraceSummary> find(String filter) {
    Instant now = clock.now();
    return xray.getTraceSummaries(
            g ->
                g.startTime(now.minusSeconds(3600))
                    .endTime(now.plusSeconds(60))
                    .filterExpression(filter))
        .traceSummaries();
  }

  private Map<?, ?> segment(Trace trace, String id) {
    Segment found =
        trace.segments().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    return (Map<?, ?>) JsonText.parse(found.document());
  }

  @Test
  @Fact({"xray-002", "xray-006", "xray-010", "xray-011", "xray-015", "xray-017", "xray-026"})
  void segmentsOfATraceComeBackTogether() {
    String id = traceId(1);
    shop(id);
    BatchGetTracesResponse got = xray.batchGetTraces(b -> b.traceIds(id));
    assertThat(got.unprocessedTraceIds()).isEmpty();
    assertThat(got.traces()).hasSize(1);
    Trace trace = got.traces().getFirst();
    assertThat(trace.duration()).isEqualTo(3.0);
    assertThat(trace.limitExceeded()).isFalse();
    Map<?, ?> shop = segment(trace, "aaaaaaaaaaaaaaaa");
    assertThat(Fields.list(shop, "subsegments"))
        .extracting(one -> Fields.text(one, "id"))
        .containsExactly("bbbbbbbbbbbbbbbb", "cccccccccccccccc");
    assertThat(Fields.at(shop, "metadata", "deep", "list").toString()).isEqualTo("[1, {a=null}]");
    List<Map<?, ?>> inferred = new ArrayList<>();
    for (Segment segment : trace.segments()) {
      Map<?, ?> document = (Map<?, ?>) JsonText.parse(segment.document());
      if (Fields.flag(document, "inferred")) {
        inferred.add(document);
      }
    }
    assertThat(inferred).hasSize(1);
    assertThat(Fields.text(inferred.getFirst(), "origin")).isEqualTo("AWS::DynamoDB::Table");
    assertThat(Fields.text(inferred.getFirst(), "parent_id")).isEqualTo("bbbbbbbbbbbbbbbb");
    String other = traceId(2);
    assertThat(xray.batchGetTraces(b -> b.traceIds(other)).unprocessedTraceIds())
        .containsExactly(other);
    assertThatThrownBy(() -> xray.batchGetTraces(b -> b.traceIds("nothing")))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void whatIsNoSegmentIsNotProcessed() {
    String id = traceId(3);
    String good =
        document(
            id,
            "{%T,\"id\":\"aaaaaaaaaaaaaaaa\",\"name\":\"a\",\"start_time\":%0,\"end_time\":%1}");
    List<String> documents =
        List.of(
            good,
            "{",
            "[]",
            good.replace("\"id\":\"aaaaaaaaaaaaaaaa\"", "\"id\":\"x\""),
            good.replace("trace_id", "trace"),
            good.replace(id, "1-12345"),
            good.replace("\"name\":\"a\"", "\"name\":\"a[b]\""),
            good.replace("start_time", "begin"),
            good.replace("end_time", "ending"),
            good.replace("{", "{\"type\":\"subsegment\","),
            good.replace("\"a\"", "\"a\",\"metadata\":\"" + "x".repeat(64 * 1024) + "\""));
    List<UnprocessedTraceSegment> refused =
        xray.putTraceSegments(p -> p.traceSegmentDocuments(documents)).unprocessedTraceSegments();
    assertThat(refused)
        .extracting(UnprocessedTraceSegment::errorCode)
        .containsExactly(
            "ParseError",
            "MissingId",
            "InvalidId",
            "MissingTraceId",
            "InvalidTraceId",
            "InvalidName",
            "MissingStartTime",
            "MissingEndTime",
            "MissingParentId",
            "SegmentTooLarge");
    assertThat(refused.get(4).id()).isEqualTo("aaaaaaaaaaaaaaaa");
    assertThat(refused.get(4).message()).isEqualTo("Invalid segment. ErrorCode: InvalidTraceId");
    assertThat(refused.get(1).id()).isNull();
    assertThat(xray.batchGetTraces(b -> b.traceIds(id)).traces()).hasSize(1);
  }

  @Test
  void theEndOfASegmentReplacesItsBeginning() {
    String id = traceId(4);
    put(
        id,
        "{%T,\"id\":\"aaaaaaaaaaaaaaaa\",\"name\":\"a\",\"start_time\":%0,\"in_progress\":true}");
    assertThat(find("partial")).hasSize(1);
    assertThat(find("partial").getFirst().isPartial()).isTrue();
    assertThat(find("partial").getFirst().responseTime()).isNull();
    put(id, "{%T,\"id\":\"aaaaaaaaaaaaaaaa\",\"name\":\"a\",\"start_time\":%0,\"end_time\":%2}");
    put(
        id,
        "{%T,\"id\":\"aaaaaaaaaaaaaaaa\",\"name\":\"a\",\"start_time\":%0,\"in_progress\":true}");
    assertThat(find("partial")).isEmpty();
    assertThat(find("!partial").getFirst().responseTime()).isEqualTo(2.0);
    assertThat(find(null).getFirst().revision()).isEqualTo(3);
  }

  @Test
  @Fact({"xray-014", "xray-018", "xray-019"})
  void summariesTellWhatSegmentsSay() {
    String id = traceId(5);
    shop(id);
    TraceSummary summary = find(null).getFirst();
    assertThat(summary.id()).isEqualTo(id);
    assertThat(summary.hasFault()).isFalse();
    assertThat(summary.hasError()).isFalse();
    assertThat(summary.duration()).isEqualTo(3.0);
    assertThat(summary.http().httpStatus()).isEqualTo(200);
    assertThat(summary.http().httpURL()).isEqualTo("http://shop.example/v2/buy");
    assertThat(summary.users().getFirst().userName()).isEqualTo("Alice");
    assertThat(summary.annotations()).containsOnlyKeys("customer", "age", "new", "step");
    assertThat(summary.annotations().get("age").getFirst().annotationValue().numberValue())
        .isEqualTo(30.0);
    assertThat(summary.serviceIds())
        .extracting(s -> s.name())
        .containsExactlyInAnyOrder("shop", "payment", "orders");
    assertThat(summary.entryPoint().name()).isEqualTo("shop");
    assertThat(summary.resourceARNs().getFirst().arn()).isEqualTo("arn:aws:ecs:here");
    assertThat(summary.instanceIds().getFirst().id()).isEqualTo("i-1");
    assertThat(summary.availabilityZones().getFirst().name()).isEqualTo("us-east-1a");
    assertThat(summary.faultRootCauses()).hasSize(1);
    assertThat(summary.faultRootCauses().getFirst().clientImpacting()).isFalse();
    assertThat(
            summary
                .faultRootCauses()
                .getFirst()
                .services()
                .getLast()
                .entityPath()
                .getLast()
                .exceptions()
                .getFirst()
                .name())
        .isEqualTo("NoMoney");
  }

  @Test
  @Fact({"xray-012", "xray-013", "xray-015"})
  void filterExpressionsChoose() {
    shop(traceId(6));
    for (String holds :
        List.of(
            "ok !partial duration <4",
            "ok = true AND responseTime >= 3",
            "http.status = 200",
            "http.url CONTAINS \"/v2/\" AND http.url BEGINSWITH \"http://shop\"",
            "http.method = \"POST\" and http.clientip ENDSWITH \".1\"",
            "user = \"alice\"",
            "user CONTAINS \"\"",
            "annotation.customer = \"gold\"",
            "annotation[customer] != \"silver\"",
            "annotation.age > 29 AND annotation.new = true AND annotation.step",
            "!annotation.unknown",
            "service(\"payment\") { fault }",
            "service() { fault } AND !service(\"payment\") { ok }",
            "service(id(name: \"orders\", type: \"AWS::DynamoDB::Table\"))",
            "edge(\"shop\", \"payment\") { fault AND http.status = 500 }",
            "!edge(\"payment\", \"shop\")",
            "(error OR fault OR ok) AND NOT throttle",
            "rootcause.fault.service { name = \"payment\" }",
            "rootcause.fault.exception { last and message = \"access denied\" }",
            "rootcause.responsetime.entity { index = 0 and coverage = 1 }",
            "rootcause.json ="
                + " #[{\"Services\":[{\"Name\":\"shop\",\"EntityPath\":[{\"Name\":\"shop\"},"
                + "{\"Name\":\"payment.example\"}]},{\"Name\":\"payment\"}]}]",
            "instance.id = \"i-1\" availabilityzone = \"us-east-1a\"",
            "resource.arn CONTAINS \"ecs\"",
            "type = \"AWS::ECS::Container\"",
            "inferred")) {
      assertThat(find(holds)).as(holds).hasSize(1);
      assertThat(find("!(" + holds + ")")).as("not " + holds).isEmpty();
    }
    for (String fails :
        List.of("fault", "annotation.deep", "annotation.age > 30", "service(\"shop\") { fault }")) {
      assertThat(find(fails)).as(fails).isEmpty();
    }
    for (String malformed :
        List.of(
            "nonsense",
            "duration >",
            "duration CONTAINS \"1\"",
            "http.url = 3",
            "(ok",
            "ok)",
            "service(\"a\") { annotation.x = 1 }",
            "ok AND",
            "user = \"open",
            "group.name = \"none\"",
            "(".repeat(100) + "ok" + ")".repeat(100))) {
      assertThatThrownBy(() -> find(malformed))
          .as(malformed)
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void groupsAreNamesOfExpressions() {
    shop(traceId(7));
    String arn =
        xray.createGroup(c -> c.groupName("slow").filterExpression("duration > 2"))
            .group()
            .groupARN();
    assertThat(arn).startsWith("arn:aws:xray:us-east-1:000000000000:group/slow/");
    assertThat(find("group.name = \"slow\" AND user = \"Alice\"")).hasSize(1);
    xray.updateGroup(u -> u.groupARN(arn).filterExpression("duration > 5"));
    assertThat(find("group.arn = \"" + arn + "\"")).isEmpty();
    assertThat(xray.getGroups(g -> {}).groups())
        .extracting(g -> g.groupName())
        .containsExactly("Default", "slow");
    assertThatThrownBy(() -> xray.createGroup(c -> c.groupName("slow")))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> xray.createGroup(c -> c.groupName("x").filterExpression("nonsense")))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> xray.deleteGroup(d -> d.groupName("Default")))
        .isInstanceOf(InvalidRequestException.class);
    xray.deleteGroup(d -> d.groupName("slow"));
    assertThatThrownBy(() -> xray.getGroup(g -> g.groupName("slow")))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void timeRangesAndPages() {
    Instant begin = clock.now();
    for (int i = 0; i < 120; i++) {
      put(
          traceId(1000 + i),
          "{%T,\"id\":\"aaaaaaaaaaaaaaaa\",\"name\":\"a\",\"start_time\":%1,\"end_time\":%2}");
    }
    List<GetTraceSummariesResponse> pages =
        xray.getTraceSummariesPaginator(g -> g.startTime(begin).endTime(begin)).stream().toList();
    assertThat(pages).hasSize(2);
    assertThat(pages.stream().mapToInt(p -> p.traceSummaries().size()).sum()).isEqualTo(120);
    GetTraceSummariesResponse byEvent =
        xray.getTraceSummaries(
            g ->
                g.startTime(begin.plusSeconds(2))
                    .endTime(begin.plusSeconds(3))
                    .timeRangeType(TimeRangeType.EVENT));
    assertThat(byEvent.traceSummaries()).hasSize(100);
    assertThat(byEvent.traceSummaries().getFirst().matchedEventTime())
        .isEqualTo(Instant.ofEpochSecond(begin.getEpochSecond() + 2));
    assertThat(
            xray.getTraceSummaries(
                    g ->
                        g.startTime(begin.plusSeconds(3))
                            .endTime(begin.plusSeconds(4))
                            .timeRangeType(TimeRangeType.EVENT))
                .traceSummaries())
        .isEmpty();
    assertThatThrownBy(
            () -> xray.getTraceSummaries(g -> g.startTime(begin.plusSeconds(2)).endTime(begin)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void tracesAreKeptForThirtyDays() {
    String id = traceId(8);
    String foreign = "1-0badcafe-000000000000000000000001";
    String segment =
        "{%T,\"id\":\"aaaaaaaaaaaaaaaa\",\"name\":\"a\",\"start_time\":%0,\"end_time\":%1}";
    put(id, segment);
    put(foreign, segment);
    clock.advance(Duration.ofDays(29));
    assertThat(xray.batchGetTraces(b -> b.traceIds(id, foreign)).traces()).hasSize(2);
    clock.advance(Duration.ofDays(3));
    assertThat(xray.batchGetTraces(b -> b.traceIds(id, foreign)).traces()).isEmpty();
    put(foreign, segment);
    assertThat(xray.batchGetTraces(b -> b.traceIds(foreign)).traces()).hasSize(1);
  }
}
