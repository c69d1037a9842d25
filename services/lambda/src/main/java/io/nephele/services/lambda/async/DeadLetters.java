package io.nephele.services.lambda.async;

import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.FunctionEventInvokeConfig;
import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import java.util.Map;

/** Where configurations send what came of events. */
final class DeadLetters {
  private DeadLetters() {}

  static String onSuccess(FunctionEventInvokeConfig config) {
    return config == null
            || config.destinationConfig() == null
            || config.destinationConfig().onSuccess() == null
        ? null
        : notEmpty(config.destinationConfig().onSuccess().destination());
  }

  static String onFailure(FunctionEventInvokeConfig config) {
    return config == null
            || config.destinationConfig() == null
            || config.destinationConfig().onFailure() == null
        ? null
        : notEmpty(config.destinationConfig().onFailure().destination());
  }

  /** The dead letter queue or topic of a function, or null. */
  static String queue(FunctionConfiguration configuration) {
    return configuration.deadLetterConfig() == null
        ? null
        : notEmpty(configuration.deadLetterConfig().targetArn());
  }

  private static String notEmpty(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** What an error's document says. */
  static String message(Bytes document) {
    return JsonText.parse(document.utf8()) instanceof Map<?, ?> map
            && map.get("errorMessage") instanceof String message
        ? message
        : document.utf8();
  }
}
