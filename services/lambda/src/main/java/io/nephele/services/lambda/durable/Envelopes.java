package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.Operation;
import io.nephele.core.json.JsonText;
import io.nephele.core.json.StructJson;
import io.nephele.services.lambda.state.Pages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What functions are invoked with to begin an execution or to go on with it. */
final class Envelopes {
  private static final int MOST_OPERATIONS = 1000;
  private static final int MOST_TEXT = 4 * 1024 * 1024;

  private Envelopes() {}

  /**
   * The event of an invocation.
   *
   * @param told up to which change the function knows the operations
   */
  static String of(Execution execution, String token, List<OperationRow> rows, long told) {
    List<Object> operations = new ArrayList<>();
    List<Object> updated = new ArrayList<>();
    int length = 0;
    boolean full = false;
    for (OperationRow row : rows) {
      Operation operation = row.operation();
      if (row.changed() > told && told > 0) {
        updated.add(operation.id());
      }
      if (!full) {
        Map<String, Object> json = StructJson.inMilliseconds(operation.struct());
        length += row.stored().length();
        full = operations.size() == MOST_OPERATIONS || length > MOST_TEXT;
        if (!full) {
          operations.add(json);
        }
      }
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("Operations", operations);
    state.put("NextMarker", full ? Pages.marker(operations.size()) : "");
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("DurableExecutionArn", execution.arn());
    event.put("CheckpointToken", token);
    event.put("InitialExecutionState", state);
    event.put("UpdatedOperationIds", updated);
    return JsonText.write(event);
  }
}
