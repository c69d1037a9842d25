package io.nephele.wire.rest;

import io.nephele.model.Member;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes the members of a response that travel in headers. */
final class ResponseHeaders {
  private ResponseHeaders() {}

  static void write(RestBindings bindings, Struct struct, Headers headers) {
    if (bindings.prefixHeaders() != null
        && struct.get(bindings.prefixHeaders()) instanceof Map<?, ?> map) {
      String prefix = bindings.prefixHeaders().httpPrefixHeaders();
      map.forEach((name, value) -> headers.set(prefix + name, safe((String) value)));
    }
    // A header of its own comes before one that only begins alike.
    for (Member member : bindings.headers()) {
      Object value = struct.get(member);
      if (value instanceof List<?> list) {
        headers.set(member.httpHeader(), list(member.target().listMember(), list));
      } else if (value != null) {
        headers.set(member.httpHeader(), single(member, value));
      }
    }
  }

  private static String single(Member member, Object value) {
    if (member.target().type() == ShapeType.STRING && member.target().mediaType() != null) {
      return Base64.getEncoder().encodeToString(value.toString().getBytes(StandardCharsets.UTF_8));
    }
    return safe(TextValues.format(value, RequestReader.headerFormat(member)));
  }

  private static String list(Member item, List<?> values) {
    TimestampFormat format = RequestReader.headerFormat(item);
    boolean texts =
        item.target().type() == ShapeType.STRING || item.target().type() == ShapeType.ENUM;
    StringBuilder field = new StringBuilder();
    for (Object value : values) {
      String text = safe(TextValues.format(value, format));
      field.append(field.isEmpty() ? "" : ", ").append(texts ? HeaderLists.quote(text) : text);
    }
    return field.toString();
  }

  /** A line break in a value would begin another header. */
  private static String safe(String text) {
    return text.indexOf('\r') < 0 && text.indexOf('\n') < 0
        ? text
        : text.replace('\r', ' ').replace('\n', ' ');
  }
}
