package io.nephele.wire.protocoltest;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Document;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.node.NumberNode;
import software.amazon.smithy.model.node.ObjectNode;

/** The parameters of protocol tests as the values that a {@link Struct} holds. */
final class ExpectedValues {
  private ExpectedValues() {}

  static Struct struct(Shape shape, ObjectNode params) {
    Struct struct = new Struct(shape);
    params
        .getStringMap()
        .forEach(
            (name, value) -> {
              Member member = shape.member(name);
              if (member == null) {
                throw new AssertionError(shape + " has no member " + name);
              }
              struct.set(member, value(member, value));
            });
    return struct;
  }

  static Object value(Member member, Node node) {
    if (node.isNullNode()) {
      return null;
    }
    Shape shape = member.target();
    return switch (shape.type()) {
      case STRING, ENUM -> node.expectStringNode().getValue();
      case BOOLEAN -> node.expectBooleanNode().getValue();
      case BYTE, SHORT, INTEGER, INT_ENUM -> number(node).intValue();
      case LONG -> number(node).longValue();
      case FLOAT ->
          node.isStringNode()
              ? Float.valueOf(node.expectStringNode().getValue())
              : (Object) number(node).floatValue();
      case DOUBLE ->
          node.isStringNode()
              ? Double.valueOf(node.expectStringNode().getValue())
              : (Object) number(node).doubleValue();
      case BIG_INTEGER -> new BigInteger(number(node).toString());
      case BIG_DECIMAL -> new BigDecimal(number(node).toString());
      case TIMESTAMP -> timestamp(new BigDecimal(number(node).toString()));
      case BLOB -> {
        Bytes bytes = Bytes.utf8(node.expectStringNode().getValue());
        yield shape.streaming() ? Body.of(bytes) : bytes;
      }
      case DOCUMENT -> new Document(document(node));
      case LIST -> {
        List<Object> list = new ArrayList<>();
        node.expectArrayNode().forEach(item -> list.add(value(shape.listMember(), item)));
        yield list;
      }
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        node.expectObjectNode()
            .getStringMap()
            .forEach((key, item) -> map.put(key, value(shape.mapValue(), item)));
        yield map;
      }
      case STRUCTURE, UNION -> struct(shape, node.expectObjectNode());
    };
  }

  private static Number number(Node node) {
    NumberNode number = node.expectNumberNode();
    return number.getValue();
  }

  private static Instant timestamp(BigDecimal seconds) {
    return Instant.ofEpochSecond(
        seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).intValue());
  }

  static Object document(Node node) {
    return switch (node.getType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        node.expectObjectNode().getStringMap().forEach((key, item) -> map.put(key, document(item)));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        node.expectArrayNode().forEach(item -> list.add(document(item)));
        yield list;
      }
      case STRING -> node.expectStringNode().getValue();
      case NUMBER -> new BigDecimal(number(node).toString());
      case BOOLEAN -> node.expectBooleanNode().getValue();
      case NULL -> null;
    };
  }
}
