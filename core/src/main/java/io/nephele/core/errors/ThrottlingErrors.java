package io.nephele.core.errors;

import io.nephele.core.text.TabSeparated;
import io.nephele.core.text.Wildcards;
import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each service answers to calls that come too fast: the row of {@code throttling-errors.tsv}
 * where AWS documents one, else the throttling error of the operation's model, else what is usual
 * in the service's protocol.
 */
public final class ThrottlingErrors {
  /** What models call the error, the likeliest first. All SDKs take these for throttling. */
  private static final List<String> NAMES =
      List.of(
          "ThrottlingException",
          "TooManyRequestsException",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "SlowDownException",
          "RequestLimitExceeded");

  private static final String USUAL_MESSAGE = "Rate exceeded";

  private ThrottlingErrors() {}

  private record Documented(String operations, String code, int status, String message) {}

  private static final class Table {
    static final Map<String, List<Documented>> BY_SERVICE = read();

    private static Map<String, List<Documented>> read() {
      Map<String, List<Documented>> byService = new HashMap<>();
      for (String[] row : TabSeparated.rows(ThrottlingErrors.class, "throttling-errors.tsv", 6)) {
        byService
            .computeIfAbsent(row[0], service -> new ArrayList<>())
            .add(new Documented(row[1], row[2], Integer.parseInt(row[3]), row[4]));
      }
      return byService;
    }
  }

  /** The services of which AWS documents the error. */
  static Map<String, List<String>> documented() {
    Map<String, List<String>> operations = new HashMap<>();
    Table.BY_SERVICE.forEach(
        (service, rows) ->
            operations.put(service, rows.stream().map(Documented::operations).toList()));
    return operations;
  }

  /**
   * The error.
   *
   * @param message null for the service's own words
   */
  public static AwsException of(Operation operation, String message) {
    String service = operation.service().name();
    for (Documented row : Table.BY_SERVICE.getOrDefault(service, List.of())) {
      if (names(row.operations(), operation.name())) {
        String text = message == null ? row.message() : message;
        return OperationErrors.of(operation, row.code(), row.status(), text);
      }
    }
    String text = message == null ? USUAL_MESSAGE : message;
    List<Shape> modelled = operation.errors();
    for (String name : NAMES) {
      for (Shape shape : modelled) {
        if (shape.name().equals(name)) {
          return new ModelledError(shape, text);
        }
      }
    }
    return switch (operation.service().protocols().getFirst()) {
      case EC2_QUERY ->
          AwsException.server(
              "RequestLimitExceeded", 503, message == null ? "Request limit exceeded." : message);
      case AWS_QUERY, REST_XML -> AwsException.client("Throttling", 400, text);
      case AWS_JSON_1_0, AWS_JSON_1_1, REST_JSON_1, RPC_V2_CBOR ->
          AwsException.client("ThrottlingException", 400, text);
    };
  }

  /** Whether a comma-separated list of names with wildcards has the name. */
  private static boolean names(String list, String name) {
    int start = 0;
    while (start <= list.length()) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      if (Wildcards.matches(list.substring(start, end), name)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }
}
