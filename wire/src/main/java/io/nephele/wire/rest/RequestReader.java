package io.nephele.wire.rest;

import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.SerializationErrors;
import io.nephele.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a REST request says outside its content: path, query and headers. */
final class RequestReader {
  private RequestReader() {}

  static void readLabels(Operation operation, UriTemplate template, String path, Struct into) {
    Shape input = operation.input();
    template.labels(
        path,
        (name, value) -> {
          Member member = input.member(name);
          into.set(
              member,
              parse(
                  Percent.decode(value, false), member, member.target(), member.timestampFormat()));
        });
  }

  static void readQuery(RestBindings bindings, String query, Struct into) {
    if (bindings.queries().isEmpty() && bindings.queryParams() == null) {
      return;
    }
    QueryParameters parameters = QueryParameters.of(query);
    for (Member member : bindings.queries()) {
      List<String> values = parameters.all(member.httpQuery());
      if (values == null) {
        continue;
      }
      Shape target = member.target();
      if (target.type() == ShapeType.LIST) {
        Member item = target.listMember();
        List<Object> list = new ArrayList<>(values.size());
        for (String value : values) {
          list.add(parse(value, member, item.target(), item.timestampFormat()));
        }
        into.set(member, list);
      } else {
        into.set(member, parse(values.getFirst(), member, target, member.timestampFormat()));
      }
    }
    if (bindings.queryParams() != null && !parameters.asMap().isEmpty()) {
      into.set(bindings.queryParams(), queryParams(bindings, parameters));
    }
  }

  private static Map<String, Object> queryParams(
      RestBindings bindings, QueryParameters parameters) {
    boolean lists = bindings.queryParams().target().mapValue().target().type() == ShapeType.LIST;
    Map<String, Object> map = new LinkedHashMap<>();
    parameters.asMap().forEach((name, values) -> map.put(name, lists ? values : values.getFirst()));
    return map;
  }

  static void readHeaders(RestBindings bindings, Headers headers, Struct into) {
    for (Member member : bindings.headers()) {
      String name = member.httpHeader();
      if (headers.first(name) == null) {
        continue;
      }
      Shape target = member.target();
      if (target.type() == ShapeType.LIST) {
        into.set(member, headerList(member, headers.all(name)));
      } else {
        into.set(member, header(headers.first(name), member));
      }
    }
    Member prefixed = bindings.prefixHeaders();
    if (prefixed != null) {
      Map<String, Object> map = prefixed(prefixed.httpPrefixHeaders(), headers);
      if (!map.isEmpty()) {
        into.set(prefixed, map);
      }
    }
  }

  private static Map<String, Object> prefixed(String prefix, Headers headers) {
    Map<String, Object> map = new LinkedHashMap<>();
    headers.forEach(
        (name, value) -> {
          if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
            map.merge(name.substring(prefix.length()), value, (first, more) -> first + "," + more);
          }
        });
    return map;
  }

  private static Object header(String text, Member member) {
    Shape target = member.target();
    if (target.type() == ShapeType.STRING && target.mediaType() != null) {
      // A text of some media type, such as JSON, travels as base64 in a header.
      try {
        return new String(TextValues.decodeBase64(text.strip()), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw invalid(text, member);
      }
    }
    return parse(text, member, target, headerFormat(member));
  }

  private static List<Object> headerList(Member member, List<String> fields) {
    Member item = member.target().listMember();
    TimestampFormat format = headerFormat(item);
    boolean dates =
        item.target().type() == ShapeType.TIMESTAMP && format == TimestampFormat.HTTP_DATE;
    List<Object> list = new ArrayList<>();
    for (String field : fields) {
      if (field.isBlank()) {
        continue;
      }
      List<String> texts;
      try {
        texts = dates ? HeaderLists.splitDates(field) : HeaderLists.split(field);
      } catch (IllegalArgumentException e) {
        throw invalid(field, member);
      }
      for (String text : texts) {
        list.add(parse(text, member, item.target(), format));
      }
    }
    return list;
  }

  static TimestampFormat headerFormat(Member member) {
    TimestampFormat format = member.timestampFormat();
    return format == null ? TimestampFormat.HTTP_DATE : format;
  }

  private static Object parse(String text, Member member, Shape shape, TimestampFormat format) {
    try {
      return TextValues.parse(text, shape, format == null ? TimestampFormat.DATE_TIME : format);
    } catch (IllegalArgumentException e) {
      throw invalid(text, member);
    }
  }

  private static RuntimeException invalid(String text, Member member) {
    String query = member.httpQuery();
    if (query != null && member.target().service().noErrorWrapping()) {
      return S3NumberErrors.of(query, text);
    }
    String shown = text.length() > 64 ? text.substring(0, 64) + "..." : text;
    return SerializationErrors.of("'" + shown + "' is not a valid value for " + member.name());
  }
}
