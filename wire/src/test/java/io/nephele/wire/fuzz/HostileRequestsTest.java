package io.nephele.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.sun.management.ThreadMXBean;
import io.nephele.model.Struct;
import io.nephele.wire.Requests;
import io.nephele.wire.checksum.ChecksumAlgorithm;
import io.nephele.wire.checksum.ChecksumDigest;
import io.nephele.wire.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Requests made to exhaust a server: each is refused quickly and without much memory, and the next
 * good one is decoded as before.
 */
class HostileRequestsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long MEMORY = 600L << 20;

  private enum Kind {
    JSON,
    QUERY,
    EC2,
    REST_JSON,
    REST_XML,
    CBOR
  }

  private static HttpRequest request(Kind kind, byte[] body, String... more) {
    List<String> headers = new ArrayList<>(List.of(more));
    String path = "/";
    String method = "POST";
    switch (kind) {
      case JSON -> add(headers, "X-Amz-Target", "DynamoDB_20120810.PutItem", "dynamodb");
      case QUERY -> add(headers, "Content-Type", "application/x-www-form-urlencoded", "sqs");
      case EC2 -> add(headers, "Content-Type", "application/x-www-form-urlencoded", "ec2");
      case REST_JSON -> {
        add(headers, "Content-Type", "application/json", "lambda");
        path = "/2015-03-31/functions";
      }
      case REST_XML -> {
        add(headers, "Content-Type", "application/xml", "s3");
        // Without a digest such a list is refused before it is read.
        byte[] md5 = md5(body);
        headers.addAll(List.of("Content-MD5", Base64.getEncoder().encodeToString(md5)));
        path = "/bucket?delete";
      }
      case CBOR -> {
        add(headers, "smithy-protocol", "rpc-v2-cbor", "monitoring");
        headers.addAll(List.of("Content-Type", "application/cbor"));
        path = "/service/GraniteServiceVersion20100801/operation/PutMetricData";
      }
    }
    return Requests.of(method, path, body, headers.toArray(String[]::new));
  }

  private static byte[] md5(byte[] body) {
    ChecksumDigest digest = ChecksumAlgorithm.MD5.start();
    digest.update(body, 0, body.length);
    return digest.value();
  }

  private static void add(List<String> headers, String name, String value, String service) {
    headers.addAll(List.of(name, value, "Authorization", Requests.authorization(service)));
  }

  private static HttpRequest good(Kind kind) {
    return switch (kind) {
      case JSON ->
          request(
              kind, utf8("{\"TableName\":\"t\",\"Item\":{\"a\":{\"M\":{\"b\":{\"S\":\"c\"}}}}}"));
      case QUERY -> request(kind, utf8("Action=SendMessage&MessageBody=hi"));
      case EC2 -> request(kind, utf8("Action=DescribeVpcs&VpcId.1=vpc-1"));
      case REST_JSON -> request(kind, utf8("{\"FunctionName\":\"f\",\"Role\":\"r\",\"Code\":{}}"));
      case REST_XML -> request(kind, utf8("<Delete><Object><Key>k</Key></Object></Delete>"));
      case CBOR ->
          request(kind, HexFormat.of().parseHex("a1694e616d65737061636561 61".replace(" ", "")));
    };
  }

  @TestFactory
  Stream<DynamicTest> areRefused() {
    Map<String, HttpRequest> cases = new LinkedHashMap<>();
    nesting(cases);
    numbers(cases);
    types(cases);
    counts(cases);
    texts(cases);
    gzip(cases);
    chunks(cases);
    cbor(cases);
    return cases.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(), () -> check(each.getKey(), each.getValue())));
  }

  private static void check(String name, HttpRequest hostile) {
    Kind kind = Kind.valueOf(name.substring(0, name.indexOf(' ')));
    Struct before = Decoding.decode(good(kind));
    assertThat(before).isNotNull();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    Struct decoded = assertTimeout(LIMIT, () -> Decoding.decode(hostile));
    assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MEMORY);
    assertThat(decoded == null).as("refused").isEqualTo(!name.endsWith("(accepted)"));
    assertThat(Decoding.decode(good(kind))).isEqualTo(before);
  }

  private static void nesting(Map<String, HttpRequest> cases) {
    int depth = 100_000;
    String open = "{\"M\":{\"a\":".repeat(depth / 2);
    cases.put(
        "JSON nested objects",
        request(Kind.JSON, utf8("{\"TableName\":\"t\",\"Item\":{\"a\":" + open)));
    cases.put("JSON nested arrays", request(Kind.JSON, utf8("[".repeat(depth))));
    cases.put(
        "JSON nested unknown",
        request(Kind.JSON, utf8("{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}")));
    cases.put(
        "REST_JSON nested unknown",
        request(Kind.REST_JSON, utf8("{\"x\":" + "{\"x\":".repeat(depth))));
    cases.put(
        "REST_XML nested",
        request(
            Kind.REST_XML,
            utf8("<Delete>" + "<a>".repeat(depth) + "</a>".repeat(depth) + "</Delete>")));
    cases.put(
        "QUERY nested",
        request(Kind.QUERY, utf8("Action=SendMessage&MessageBody" + ".a".repeat(depth) + "=b")));
    cases.put("CBOR nested arrays", request(Kind.CBOR, repeat(0x81, depth)));
    cases.put("CBOR nested open arrays", request(Kind.CBOR, repeat(0x9f, depth)));
    cases.put("CBOR nested tags", request(Kind.CBOR, repeat(0xc6, 16 << 20)));
    byte[] unknown = repeat(0x81, depth);
    System.arraycopy(HexFormat.of().parseHex("a16161"), 0, unknown, 0, 3);
    cases.put("CBOR nested unknown", request(Kind.CBOR, unknown));
  }

  private static void numbers(Map<String, HttpRequest> cases) {
    String digits = "9".repeat(100_000);
    cases.put(
        "REST_JSON digits",
        request(Kind.REST_JSON, utf8("{\"FunctionName\":\"f\",\"Timeout\":" + digits + "}")));
    cases.put(
        "REST_JSON digits of unknown", request(Kind.REST_JSON, utf8("{\"x\":" + digits + "}")));
    cases.put(
        "REST_JSON exponent", request(Kind.REST_JSON, utf8("{\"Timeout\":1e" + digits + "}")));
    cases.put(
        "QUERY digits", request(Kind.QUERY, utf8("Action=SendMessage&DelaySeconds=" + digits)));
    cases.put("EC2 digits", request(Kind.EC2, utf8("Action=DescribeVpcs&MaxResults=" + digits)));
    cases.put(
        "QUERY index",
        request(
            Kind.QUERY,
            utf8("Action=SendMessageBatch&SendMessageBatchRequestEntry." + digits + ".Id=a")));
    cases.put(
        "QUERY sparse indexes (accepted)",
        request(
            Kind.QUERY,
            utf8(
                "Action=GetQueueAttributes&AttributeName.999999999=a&AttributeName.99999999999999999999=b")));
  }

  private static void types(Map<String, HttpRequest> cases) {
    for (String body :
        List.of(
            "[]",
            "\"a\"",
            "1",
            "true",
            "[{}]",
            "{",
            "}",
            "{]",
            "{\"TableName\":}",
            "{\"TableName\":[]}",
            "{\"Item\":\"a\"}",
            "{\"Item\":[]}",
            "{}{}",
            "nul",
            "\u0000")) {
      cases.put("JSON body " + body, request(Kind.JSON, utf8(body)));
    }
    for (String body :
        List.of(
            "[]",
            "\"a\"",
            "1",
            "{\"Timeout\":\"a\"}",
            "{\"Timeout\":1.5}",
            "{\"Environment\":[]}",
            "{\"Layers\":{}}",
            "{\"Publish\":\"true\"}")) {
      cases.put("REST_JSON body " + body, request(Kind.REST_JSON, utf8(body)));
    }
    cases.put("REST_XML body text", request(Kind.REST_XML, utf8("a")));
    cases.put("REST_XML body JSON", request(Kind.REST_XML, utf8("{}")));
    cases.put(
        "QUERY structure for text",
        request(Kind.QUERY, utf8("Action=SendMessage&MessageBody.a=b")));
  }

  private static void counts(Map<String, HttpRequest> cases) {
    StringBuilder keys = new StringBuilder("{");
    StringBuilder parameters = new StringBuilder("Action=SendMessage");
    StringBuilder elements = new StringBuilder("<Delete>");
    for (int i = 0; i < 200_000; i++) {
      keys.append("\"k").append(i).append("\":1,");
      parameters.append("&p").append(i).append("=1");
      elements.append("<k").append(i).append("/><l/><m/>");
    }
    cases.put("JSON keys and no end", request(Kind.JSON, utf8(keys.toString())));
    cases.put("QUERY parameters", request(Kind.QUERY, utf8(parameters.toString())));
    cases.put("EC2 parameters", request(Kind.EC2, utf8(parameters.toString())));
    cases.put("REST_XML elements", request(Kind.REST_XML, utf8(elements + "</Delete>")));
    StringBuilder many = new StringBuilder("<Delete");
    for (int i = 0; i < 100_000; i++) {
      many.append(" a").append(i).append("=\"\"");
    }
    cases.put("REST_XML attributes", request(Kind.REST_XML, utf8(many + "/>")));
    cases.put(
        "JSON header of 64 KB", request(Kind.JSON, utf8("{]"), "x-amz-meta", "a".repeat(65_536)));
    cases.put(
        "JSON target of 64 KB",
        Requests.of("POST", "/", utf8("{}"), "X-Amz-Target", "a".repeat(65_536)));
    cases.put("QUERY action of 64 KB", request(Kind.QUERY, utf8("Action=" + "a".repeat(65_536))));
  }

  private static void texts(Map<String, HttpRequest> cases) {
    byte[] latin = "{\"TableName\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    cases.put("JSON bad UTF-8", request(Kind.JSON, latin));
    cases.put(
        "REST_JSON cut UTF-8",
        request(Kind.REST_JSON, HexFormat.of().parseHex("7b22c328223a317d")));
    cases.put(
        "QUERY bad UTF-8", request(Kind.QUERY, utf8("Action=SendMessage&MessageBody=%ff%fe")));
    cases.put(
        "REST_XML bad UTF-8",
        request(
            Kind.REST_XML,
            "<Delete><Object><Key>\u00e9</Key></Object></Delete>"
                .getBytes(StandardCharsets.ISO_8859_1)));
    StringBuilder laughs = new StringBuilder("<!DOCTYPE l [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 30; i++) {
      laughs
          .append("<!ENTITY l")
          .append(i)
          .append(" \"")
          .append(("&l" + (i - 1) + ";").repeat(10))
          .append("\">");
    }
    cases.put(
        "REST_XML entities",
        request(
            Kind.REST_XML, utf8(laughs + "]><Delete><Object><Key>&l29;</Key></Object></Delete>")));
    cases.put(
        "REST_XML external entity",
        request(
            Kind.REST_XML,
            utf8(
                "<!DOCTYPE l [<!ENTITY e SYSTEM"
                    + " \"file:///etc/passwd\">]><Delete><Object><Key>&e;</Key></Object></Delete>")));
  }

  private static void gzip(Map<String, HttpRequest> cases) {
    byte[] bomb = gzip(new byte[64 << 20]);
    for (Kind kind : Kind.values()) {
      cases.put(kind + " gzip bomb", request(kind, bomb, "Content-Encoding", "gzip"));
      cases.put(kind + " no gzip", request(kind, utf8("{}"), "Content-Encoding", "gzip"));
      cases.put(
          kind + " cut gzip", request(kind, Arrays.copyOf(bomb, 1000), "Content-Encoding", "gzip"));
    }
  }

  private static void chunks(Map<String, HttpRequest> cases) {
    for (String size :
        List.of("ffffffffffffffff", "7fffffffffffffff", "-1", "", "10000000000000000000")) {
      cases.put(
          "REST_XML chunk of size " + size,
          request(
              Kind.REST_XML,
              utf8(size + "\r\nabc\r\n0\r\n\r\n"),
              "x-amz-content-sha256",
              "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
              "x-amz-decoded-content-length",
              "3"));
    }
  }

  private static void cbor(Map<String, HttpRequest> cases) {
    for (String hex :
        List.of(
            "5b8000000000000000",
            "7b8000000000000000",
            "9b8000000000000000",
            "bb8000000000000000",
            "5b7fffffffffffffff",
            "9b7fffffffffffffff",
            "bb7fffffffffffffff",
            "7b000000007fffffff",
            "9a7fffffff",
            "80",
            "01",
            "6161",
            "ff",
            "a1",
            "a16161",
            "bf",
            "a1694e616d6573706163658101",
            "a1694e616d6573706163655b7fffffffffffffff",
            "c249ffffffffffffffffff",
            "a1694e616d65737061636562c328")) {
      cases.put("CBOR " + hex, request(Kind.CBOR, HexFormat.of().parseHex(hex)));
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] repeat(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
