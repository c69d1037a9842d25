package io.nephele.services.sqs;

import io.nephele.api.sqs.QueueAttributeName;
import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The policy of a queue as JSON, to which AddPermission adds statements and from which
 * RemovePermission removes them; all else stays as it was given.
 */
final class EditablePolicy {
  private final Map<String, Object> fields;

  private EditablePolicy(Map<String, Object> fields) {
    this.fields = fields;
  }

  /** The policy of a queue, without statements if it has none. */
  @SuppressWarnings("unchecked") // JSON objects have string keys, and policies were checked
  static EditablePolicy of(Queue queue) {
    String policy = queue.attributes().get(QueueAttributeName.POLICY);
    return policy == null
        ? empty(queue.arn())
        : new EditablePolicy((Map<String, Object>) JsonText.parse(policy));
  }

  private static EditablePolicy empty(String queueArn) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Version", "2008-10-17");
    fields.put("Id", queueArn + "/SQSDefaultPolicy");
    fields.put("Statement", List.of());
    return new EditablePolicy(fields);
  }

  /** The statements in order. */
  List<Object> statements() {
    Object value = fields.get("Statement");
    return value instanceof List<?> list ? new ArrayList<>(list) : List.of(value);
  }

  /** The place of the statement of that Sid, or -1. */
  int indexOf(String sid) {
    List<Object> statements = statements();
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i) instanceof Map<?, ?> statement && sid.equals(statement.get("Sid"))) {
        return i;
      }
    }
    return -1;
  }

  /** This policy with other statements. */
  EditablePolicy with(List<Object> statements) {
    Map<String, Object> changed = new LinkedHashMap<>(fields);
    changed.put("Statement", statements);
    return new EditablePolicy(changed);
  }

  String toJson() {
    return JsonText.write(fields);
  }
}
