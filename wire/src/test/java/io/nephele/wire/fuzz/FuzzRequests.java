package io.nephele.wire.fuzz;

import io.nephele.model.Member;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes requests for real operations in all protocols: right, nearly right, and broken. */
final class FuzzRequests {
  private static final List<String> SERVICES =
      List.of(
          "sqs",
          "cloudwatch",
          "dynamodb",
          "iam",
          "sns",
          "ec2",
          "lambda",
          "s3",
          "route53",
          "logs",
          "kinesis",
          "apigateway",
          "sts",
          "stepfunctions",
          "s3control",
          "cloudformation");

  private final Random random;

  FuzzRequests(long seed) {
    this.random = new Random(seed);
  }

  HttpRequest next() {
    Service service = Models.bundled().service(pick(SERVICES));
    Operation operation = service.operation(pick(List.copyOf(service.operationNames())));
    return request(operation, pick(service.protocols()));
  }

  private HttpRequest request(Operation operation, Protocol protocol) {
    ModelValues values = new ModelValues(random, random.nextInt(3) * 5);
    Map<String, Object> input = values.structure(operation.input(), 0);
    List<String> headers = new ArrayList<>();
    headers.add("Authorization");
    headers.add(Requests.authorization(operation.service().signingName()));
    String method = "POST";
    String target = "/";
    switch (protocol) {
      case AWS_JSON_1_0, AWS_JSON_1_1 -> {
        add(headers, "X-Amz-Target", operation.service().shapeName() + "." + operation.name());
        add(headers, "Content-Type", "application/x-amz-json-1." + random.nextInt(2));
      }
      case AWS_QUERY, EC2_QUERY ->
          add(headers, "Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
      case RPC_V2_CBOR -> {
        add(headers, "smithy-protocol", "rpc-v2-cbor");
        add(headers, "Content-Type", "application/cbor");
        target = "/service/" + operation.service().shapeName() + "/operation/" + operation.name();
      }
      case REST_JSON_1, REST_XML -> {
        method = operation.http().method();
        target = restTarget(operation, values, input, headers);
      }
    }
    byte[] body = broken(body(operation, protocol, input));
    return Requests.of(method, target, body, headers.toArray(String[]::new));
  }

  /** A payload's document is the member's own. */
  private byte[] body(Operation operation, Protocol protocol, Map<String, Object> input) {
    for (Member member : operation.input().members()) {
      if (member.httpPayload() && input.get(member.name()) instanceof Map<?, ?> payload) {
        Map<String, Object> copy = new LinkedHashMap<>();
        payload.forEach((key, value) -> copy.put((String) key, value));
        String root = member.hasXmlName() ? member.xmlName() : member.target().xmlName();
        String xml =
            new String(
                Documents.body(protocol, "Root", copy), java.nio.charset.StandardCharsets.UTF_8);
        return protocol == Protocol.REST_XML
            ? xml.replace("RootRequest>", root + ">")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
            : Documents.body(protocol, "Root", copy);
      }
    }
    return Documents.body(protocol, operation.name(), input);
  }

  private String restTarget(
      Operation operation, ModelValues values, Map<String, Object> input, List<String> headers) {
    String target = operation.http().uri();
    StringBuilder query = new StringBuilder();
    for (Member member : operation.input().members()) {
      String text = random.nextInt(8) == 0 ? values.text() : "v" + random.nextInt(100);
      String encoded = random.nextInt(20) == 0 ? "%" + text : Documents.encode(text);
      if (member.httpLabel()) {
        target =
            target
                .replace("{" + member.name() + "}", encoded)
                .replace("{" + member.name() + "+}", encoded);
      } else if (member.httpQuery() != null && (member.required() || random.nextInt(4) == 0)) {
        query.append('&').append(member.httpQuery()).append('=').append(encoded);
      } else if (member.httpHeader() != null && random.nextInt(4) == 0) {
        add(headers, member.httpHeader(), text);
      }
    }
    return target + (target.indexOf('?') < 0 ? "?" : "") + query;
  }

  /** The bytes as they are, or changed here and there, cut off, doubled, or others altogether. */
  private byte[] broken(byte[] body) {
    switch (random.nextInt(8)) {
      case 0 -> {
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        return noise;
      }
      case 1 -> {
        return java.util.Arrays.copyOf(body, random.nextInt(body.length + 1));
      }
      case 2 -> {
        byte[] twice = java.util.Arrays.copyOf(body, 2 * body.length);
        System.arraycopy(body, 0, twice, body.length, body.length);
        return twice;
      }
      case 3, 4 -> {
        byte[] changed = body.clone();
        for (int i = random.nextInt(6); i >= 0 && changed.length > 0; i--) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
      }
      default -> {
        return body;
      }
    }
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static void add(List<String> headers, String name, String value) {
    headers.add(name);
    headers.add(value);
  }

  static String show(HttpRequest request) {
    String headers =
        request.headers().toMap().entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining("\n"));
    return request.method() + " " + request.path() + "?" + request.query() + "\n" + headers;
  }
}
