package io.nephele.services.lambda.async;

import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.environments.Outcome;
import io.nephele.services.lambda.state.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The documents that destinations get. */
final class InvocationRecords {
  private InvocationRecords() {}

  /**
   * The record of an invocation.
   *
   * @param condition why it is told, such as {@code RetriesExhausted}
   * @param executedArn the version that ran or was to run
   * @param outcome of the last run, or null if there was none
   */
  static String of(
      QueuedEvent event,
      Bytes payload,
      String condition,
      String executedArn,
      Outcome outcome,
      Instant now) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("requestId", event.requestId());
    context.put("functionArn", executedArn);
    context.put("condition", condition);
    context.put("approximateInvokeCount", event.invocations());
    StringBuilder text = new StringBuilder("{\"version\":\"1.0\",\"timestamp\":\"");
    text.append(Times.withLetter(now)).append("\",\"requestContext\":");
    text.append(JsonText.write(context));
    // Payloads are JSON already, of any depth.
    text.append(",\"requestPayload\":").append(payload.utf8());
    if (outcome != null) {
      Map<String, Object> response = new LinkedHashMap<>();
      response.put("statusCode", 200);
      response.put("executedVersion", executedArn.substring(executedArn.lastIndexOf(':') + 1));
      if (outcome.error() != null) {
        response.put("functionError", outcome.functionError());
      }
      text.append(",\"responseContext\":").append(JsonText.write(response));
      String answer = outcome.payload().utf8();
      text.append(",\"responsePayload\":").append(answer.isEmpty() ? "null" : answer);
    }
    return text.append('}').toString();
  }
}
