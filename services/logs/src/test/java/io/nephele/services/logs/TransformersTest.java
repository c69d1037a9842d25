package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FlattenedElement;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.Processor;
import software.amazon.awssdk.services.cloudwatchlogs.model.TransformedLogRecord;
import software.amazon.awssdk.services.cloudwatchlogs.model.Type;

/** Transformers: each processor by itself, and what is put into a group that has one. */
@NepheleTest
@SuppressWarnings("unchecked") // the SDK's own methods take arrays of lambdas
final class TransformersTest {
  @Inject CloudWatchLogsClient logs;
  @Inject VirtualClock clock;

  private String transformed(String message, Consumer<Processor.Builder>... processors) {
    List<Processor> config = new ArrayList<>();
    for (Consumer<Processor.Builder> each : processors) {
      config.add(Processor.builder().applyMutation(each).build());
    }
    TransformedLogRecord record =
        logs.testTransformer(r -> r.transformerConfig(config).logEventMessages(message))
            .transformedLogs()
            .getFirst();
    assertThat(record.eventMessage()).isEqualTo(message);
    return record.transformedEventMessage();
  }

  @Test
  void parsersMakeMembers() {
    assertThat(
            transformed("{\"outer\":{\"inner\":1}}", p -> p.parseJSON(c -> c.destination("key"))))
        .isEqualTo("{\"key\":{\"outer\":{\"inner\":1}}}");
    assertThat(transformed("no JSON", p -> p.parseJSON(c -> {}))).isNull();
    assertThat(
            transformed(
                "293750 server-01.internal-network.local OK \"[Thread-000] token generated\"",
                p ->
                    p.grok(
                        c ->
                            c.match(
                                "%{NUMBER:version} %{HOSTNAME:hostname} %{NOTSPACE:status}"
                                    + " %{QUOTEDSTRING:logMsg}"))))
        .isEqualTo(
            "{\"version\":\"293750\",\"hostname\":\"server-01.internal-network.local\","
                + "\"status\":\"OK\",\"logMsg\":\"\\\"[Thread-000] token generated\\\"\"}");
    assertThat(
            transformed(
                "127.0.0.1 - - [03/Aug/2023:12:34:56 +0000] \"GET /page.html HTTP/1.1\" 200 1234",
                p -> p.grok(c -> c.match("%{APACHE_ACCESS_LOG}"))))
        .contains(
            "\"timestamp\":\"03/Aug/2023:12:34:56 +0000\"", "\"response_code\":\"200\"", "GET");
    assertThat(
            transformed(
                "'Akua, Mansa',28,'New York'",
                p ->
                    p.csv(
                        c -> c.delimiter(",").quoteCharacter("'").columns("name", "age", "city"))))
        .isEqualTo("{\"name\":\"Akua, Mansa\",\"age\":\"28\",\"city\":\"New York\"}");
    assertThat(transformed("a:b", p -> p.csv(c -> c.delimiter(":"))))
        .isEqualTo("{\"column_1\":\"a\",\"column_2\":\"b\"}");
    assertThat(
            transformed(
                "key1:value1!key2:value2!key3",
                p ->
                    p.parseKeyValue(
                        c ->
                            c.destination("new_key")
                                .fieldDelimiter("!")
                                .keyValueDelimiter(":")
                                .nonMatchValue("none")
                                .keyPrefix("parsed_"))))
        .isEqualTo(
            "{\"new_key\":{\"parsed_key1\":\"value1\",\"parsed_key2\":\"value2\","
                + "\"parsed_key3\":\"none\"}}");
  }

  @Test
  void logsOfServicesAreParsed() {
    assertThat(
            transformed(
                "2 123456789010 eni-abc123de 192.0.2.0 192.0.2.24 20641 22 6 20 4249 1418530010"
                    + " 1418530070 ACCEPT OK",
                p -> p.parseVPC(c -> {})))
        .isEqualTo(
            "{\"version\":2,\"accountId\":\"123456789010\",\"interfaceId\":\"eni-abc123de\","
                + "\"srcAddr\":\"192.0.2.0\",\"dstAddr\":\"192.0.2.24\",\"srcPort\":20641,"
                + "\"dstPort\":22,\"protocol\":6,\"packets\":20,\"bytes\":4249,"
                + "\"start\":1418530010,\"end\":1418530070,\"action\":\"ACCEPT\","
                + "\"logStatus\":\"OK\"}");
    assertThat(
            transformed(
                "1.0 2017-12-13T08:15:50.235Z Z123412341234 example.com AAAA NOERROR TCP IAD12"
                    + " 192.0.2.0 198.51.100.0/24",
                p -> p.parseRoute53(c -> {})))
        .contains("\"version\":1.0", "\"edgeLocation\":\"IAD12\"");
    assertThat(
            transformed(
                "2019-03-10 03:54:59 UTC:10.0.0.123(52834):postgres@logtestdb:[20175]:ERROR:"
                    + " column \"c\" does not exist at character 8",
                p -> p.parsePostgres(c -> {})))
        .isEqualTo(
            "{\"logTime\":\"2019-03-10 03:54:59 UTC\",\"srcIp\":\"10.0.0.123(52834)\","
                + "\"userName\":\"postgres\",\"dbName\":\"logtestdb\",\"processId\":\"20175\","
                + "\"logLevel\":\"ERROR\"}");
    assertThat(
            transformed(
                "{\"httpRequest\":{\"headers\":[{\"name\":\"Host\",\"value\":\"h\"}]}}",
                p -> p.parseWAF(c -> {})))
        .isEqualTo("{\"httpRequest\":{\"headers\":{\"Host\":\"h\"}}}");
  }

  @Test
  void membersAreRearranged() {
    assertThat(
            transformed(
                "{\"a\":{\"b\":\"x\"},\"c\":\"y\",\"d\":1}",
                p -> p.parseJSON(c -> {}),
                p -> p.addKeys(c -> c.entries(e -> e.key("a.n").value("new"))),
                p -> p.moveKeys(c -> c.entries(e -> e.source("a.b").target("moved"))),
                p -> p.renameKeys(c -> c.entries(e -> e.key("c").renameTo("e"))),
                p -> p.copyValue(c -> c.entries(e -> e.source("e").target("a.copy"))),
                p -> p.deleteKeys(c -> c.withKeys("d"))))
        .isEqualTo("{\"a\":{\"n\":\"new\",\"copy\":\"y\"},\"moved\":\"x\",\"e\":\"y\"}");
    String list = "{\"l\":[{\"k\":\"a\",\"v\":1},{\"k\":\"a\",\"v\":2},{\"k\":\"b\",\"v\":3}]}";
    assertThat(
            transformed(
                list,
                p -> p.parseJSON(c -> {}),
                p -> p.listToMap(c -> c.source("l").key("k").valueKey("v").target("m")),
                p -> p.deleteKeys(c -> c.withKeys("l"))))
        .isEqualTo("{\"m\":{\"a\":[1,2],\"b\":[3]}}");
    assertThat(
            transformed(
                list,
                p -> p.parseJSON(c -> {}),
                p ->
                    p.listToMap(
                        c ->
                            c.source("l")
                                .key("k")
                                .valueKey("v")
                                .flatten(true)
                                .flattenedElement(FlattenedElement.LAST)),
                p -> p.deleteKeys(c -> c.withKeys("l"))))
        .isEqualTo("{\"a\":2,\"b\":3}");
  }

  @Test
  void textsAndTypesAreChanged() {
    String changed =
        transformed(
            "{\"u\":\"up\",\"l\":\"LOW\",\"t\":\" trim"
                + " \",\"s\":\"a|b\",\"r\":\"x12y\",\"n\":\"200\",\"f\":\"true\",\"d\":\"22/Nov/2026:03:04:05"
                + " +0200\"}",
            p -> p.parseJSON(c -> {}),
            p -> p.upperCaseString(c -> c.withKeys("u")),
            p -> p.lowerCaseString(c -> c.withKeys("l")),
            p -> p.trimString(c -> c.withKeys("t")),
            p -> p.splitString(c -> c.entries(e -> e.source("s").delimiter("|"))),
            p -> p.substituteString(c -> c.entries(e -> e.source("r").from("[0-9]+").to("-"))),
            p ->
                p.typeConverter(
                    c ->
                        c.entries(
                            e -> e.key("n").type(Type.INTEGER),
                            e -> e.key("f").type(Type.BOOLEAN))),
            p ->
                p.dateTimeConverter(
                    c ->
                        c.source("d")
                            .target("time")
                            .locale("en")
                            .matchPatterns("yyyy", "dd/MMM/yyyy:HH:mm:ss Z")));

    assertThat(JsonText.parse(changed))
        .isEqualTo(
            Map.of(
                "u",
                "UP",
                "l",
                "low",
                "t",
                "trim",
                "s",
                List.of("a", "b"),
                "r",
                "x-y",
                "n",
                200,
                "f",
                true,
                "d",
                "22/Nov/2026:03:04:05 +0200",
                "time",
                "2026-11-22T01:04:05.000Z"));
  }

  @Test
  void whatMakesNoTransformerIsRefused() {
    for (Consumer<Processor.Builder> first :
        List.<Consumer<Processor.Builder>>of(
            p -> p.trimString(c -> c.withKeys("a")),
            p -> {},
            p -> p.grok(c -> c.match("%{NOSUCH:a}")),
            p -> p.grok(c -> c.match("%{WORD}")))) {
      assertThatThrownBy(() -> transformed("x", first))
          .isInstanceOf(InvalidParameterException.class);
    }
    assertThatThrownBy(() -> transformed("x", p -> p.parseJSON(c -> {}), p -> p.parseVPC(c -> {})))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("first");
  }

  @Test
  void eventsAreTransformedAsTheyArePut() {
    logs.createLogGroup(r -> r.logGroupName("t"));
    logs.createLogStream(r -> r.logGroupName("t").logStreamName("s"));
    logs.putTransformer(
        r ->
            r.logGroupIdentifier("t")
                .transformerConfig(
                    p -> p.parseKeyValue(c -> c.fieldDelimiter(" ")),
                    p -> p.addKeys(c -> c.entries(e -> e.key("env").value("test")))));
    assertThat(logs.getTransformer(r -> r.logGroupIdentifier("t")).transformerConfig()).hasSize(2);
    logs.putMetricFilter(
        r ->
            r.logGroupName("t")
                .filterName("slow")
                .filterPattern("{ $.level = \"warn\" }")
                .applyOnTransformedLogs(true)
                .metricTransformations(
                    m -> m.metricNamespace("n").metricName("slow").metricValue("1")));
    assertThat(logs.describeMetricFilters(r -> r.logGroupName("t")).metricFilters().getFirst())
        .satisfies(filter -> assertThat(filter.applyOnTransformedLogs()).isTrue());

    logs.putLogEvents(
        r ->
            r.logGroupName("t")
                .logStreamName("s")
                .logEvents(e -> e.timestamp(clock.millis()).message("level=warn ms=12")));

    assertThat(logs.getLogEvents(r -> r.logGroupName("t").logStreamName("s")).events().getFirst())
        .satisfies(event -> assertThat(event.message()).isEqualTo("level=warn ms=12"));
    String id =
        logs.startQuery(
                r ->
                    r.logGroupName("t")
                        .startTime(clock.millis() / 1000 - 60)
                        .endTime(clock.millis() / 1000)
                        .queryString("filter level = 'warn' | display env, ms, @message"))
            .queryId();
    clock.advance(Duration.ofSeconds(1));
    assertThat(logs.getQueryResults(r -> r.queryId(id)).results().getFirst())
        .extracting(cell -> cell.field() + "=" + cell.value())
        .startsWith("env=test", "ms=12", "@message=level=warn ms=12");
    logs.deleteTransformer(r -> r.logGroupIdentifier("t"));
    assertThat(logs.getTransformer(r -> r.logGroupIdentifier("t")).transformerConfig()).isEmpty();
  }
}
