package io.nephele.services.lambda.functions;

import io.nephele.core.json.JsonText;
import io.nephele.services.lambda.state.LambdaErrors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What environment variables of functions may be. */
final class EnvironmentRules {
  private static final int MOST_BYTES = 4096;
  private static final String START =
      "Lambda was unable to configure your environment variables because the environment variables"
          + " you have provided ";

  /** What the runtime sets and the function cannot. */
  private static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_ACCESS_KEY",
          "AWS_ACCESS_KEY_ID",
          "AWS_DEFAULT_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_LAMBDA_RUNTIME_API",
          "AWS_REGION",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SECRET_KEY",
          "AWS_SESSION_TOKEN",
          "LAMBDA_RUNTIME_DIR",
          "LAMBDA_TASK_ROOT");

  private EnvironmentRules() {}

  /** An error to the caller if a function cannot have those variables. */
  static void check(Map<String, String> variables) {
    List<String> reserved = new ArrayList<>();
    for (String name : variables.keySet()) {
      if (RESERVED.contains(name)) {
        reserved.add(name);
      }
    }
    if (!reserved.isEmpty()) {
      throw LambdaErrors.invalid(
          START
              + "contains reserved keys that are currently not supported for modification. Reserved"
              + " keys used in this request: "
              + String.join(", ", reserved));
    }
    String measured = JsonText.write(new LinkedHashMap<>(variables));
    if (measured.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw LambdaErrors.invalid(START + "exceeded the 4KB limit. String measured: " + measured);
    }
  }
}
