package io.nephele.services.lambda.environments;

import java.util.Map;

/**
 * Whether somebody wants to attach a debugger to a function, as its environment variables tell. Its
 * programs are not frozen then, since a debugger talks to them at any time, and may take as long to
 * begin as an invocation may take.
 */
final class Debugging {
  /** The variable for languages whose debuggers need none of their own. */
  static final String SETTING = "NEPHELE_LAMBDA_DEBUG";

  private Debugging() {}

  static boolean isOn(Map<String, String> variables) {
    return "1".equals(variables.get(SETTING))
        || variables.getOrDefault("NODE_OPTIONS", "").contains("--inspect")
        || variables.getOrDefault("JAVA_TOOL_OPTIONS", "").contains("jdwp");
  }
}
