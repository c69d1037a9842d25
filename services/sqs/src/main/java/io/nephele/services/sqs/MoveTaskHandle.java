package io.nephele.services.sqs;

import io.nephele.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What callers show to cancel a message move task.
 *
 * @param taskId the task
 * @param sourceArn the queue that it takes messages from
 */
record MoveTaskHandle(String taskId, String sourceArn) {

  /** The handle as callers see it. */
  String text() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("taskId", taskId);
    fields.put("sourceArn", sourceArn);
    byte[] json = JsonText.write(fields).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(json);
  }

  /** The handle that the text is, or null if it is none. */
  static MoveTaskHandle parse(String text) {
    byte[] json;
    try {
      json = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    return JsonText.parse(new String(json, StandardCharsets.UTF_8)) instanceof Map<?, ?> fields
            && fields.get("taskId") instanceof String taskId
            && fields.get("sourceArn") instanceof String sourceArn
        ? new MoveTaskHandle(taskId, sourceArn)
        : null;
  }
}
