package io.nephele.wire.route;

import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.wire.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * How a REST operation is addressed beyond its path: fixed query parameters, and those and headers
 * that its input requires.
 */
final class RestPattern {
  /** Some clients send the operation's name, so S3's templates hold it; others do not. */
  private static final String OPERATION_PARAMETER = "x-id";

  private record Parameter(String name, String value) {}

  private final Operation operation;
  private final List<Parameter> fixed = new ArrayList<>(2);
  private String operationParameter;
  private Required required;

  private record Required(List<String> parameters, List<String> headers) {
    int size() {
      return parameters.size() + headers.size();
    }
  }

  RestPattern(Operation operation) {
    this.operation = operation;
    String uri = operation.http().uri();
    int query = uri.indexOf('?');
    if (query < 0) {
      return;
    }
    for (String part : uri.substring(query + 1).split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? null : part.substring(equals + 1);
      if (name.equals(OPERATION_PARAMETER)) {
        operationParameter = value;
      } else if (!name.isEmpty()) {
        fixed.add(new Parameter(name, value));
      }
    }
  }

  Operation operation() {
    return operation;
  }

  int fixedCount() {
    return fixed.size();
  }

  /** Whether the fixed parameters are there. */
  boolean matches(HttpRequest request) {
    String query = request.query();
    for (Parameter parameter : fixed) {
      if (!QueryText.has(query, parameter.name())) {
        return false;
      }
      if (parameter.value() != null
          && !parameter.value().equals(QueryText.value(query, parameter.name()))) {
        return false;
      }
    }
    if (operationParameter != null && QueryText.has(query, OPERATION_PARAMETER)) {
      return operationParameter.equals(QueryText.value(query, OPERATION_PARAMETER));
    }
    return true;
  }

  /** What {@link #requiredPresent} says where only headers are missing. */
  static final int HEADERS_MISSING = -2;

  /**
   * How many of the required parameters and headers are there if all are; {@link #HEADERS_MISSING}
   * or -1 if not.
   */
  int requiredPresent(HttpRequest request) {
    Required needs = required();
    for (String parameter : needs.parameters()) {
      if (!QueryText.has(request.query(), parameter)) {
        return -1;
      }
    }
    for (String header : needs.headers()) {
      if (request.headers().first(header) == null) {
        return HEADERS_MISSING;
      }
    }
    return needs.size();
  }

  private Required required() {
    Required known = required;
    if (known == null) {
      known = new Required(new ArrayList<>(2), new ArrayList<>(2));
      for (Member member : operation.input().members()) {
        if (member.required() && member.httpQuery() != null) {
          known.parameters().add(member.httpQuery());
        } else if (member.required() && member.httpHeader() != null) {
          known.headers().add(member.httpHeader());
        }
      }
      required = known; // a race makes two equal ones
    }
    return known;
  }
}
