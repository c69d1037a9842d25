package io.nephele.services.lambda.environments;

import io.nephele.machine.sandboxes.Sandbox;
import io.nephele.services.lambda.runtimes.Launch;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables that a function's programs find, as AWS sets them. */
final class EnvironmentVariables {
  private EnvironmentVariables() {}

  /**
   * Those of a runtime.
   *
   * @param endpoint where AWS is
   * @param runtimeApi host and port of the Runtime API
   * @param xrayDaemon host and port of what takes segments for X-Ray
   */
  static Map<String, String> of(
      EnvironmentSpec spec,
      Launch launch,
      Sandbox sandbox,
      URI endpoint,
      String runtimeApi,
      String xrayDaemon) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("LANG", "en_US.UTF-8");
    all.put("TZ", ":UTC");
    all.put("PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin");
    all.put(
        "LD_LIBRARY_PATH",
        "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib");
    all.putAll(launch.variables());
    all.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
    all.put("AWS_XRAY_DAEMON_ADDRESS", xrayDaemon);
    // Whoever sets these himself wants something else than Nephele.
    all.put("AWS_ENDPOINT_URL", endpoint.toString());
    // An address has no names below it, which some operations of S3 would have.
    all.put("AWS_DISABLE_HOST_PREFIX_INJECTION", "true");
    if (!sandbox.isolation().hasOwnFiles()) {
      all.put("NEPHELE_OPT", sandbox.pathOf("/opt"));
      all.put("TMPDIR", sandbox.pathOf("/tmp"));
      all.replaceAll((name, value) -> moved(sandbox, value));
    }
    all.putAll(spec.variables());
    addReserved(all, spec, sandbox, runtimeApi);
    return all;
  }

  private static String moved(Sandbox sandbox, String value) {
    if (!value.contains("/var/") && !value.contains("/opt")) {
      return value;
    }
    String[] parts = value.split(":");
    for (int i = 0; i < parts.length; i++) {
      parts[i] = sandbox.pathOf(parts[i]);
    }
    return String.join(":", parts);
  }

  private static void addReserved(
      Map<String, String> all, EnvironmentSpec spec, Sandbox sandbox, String runtimeApi) {
    FunctionVersion function = spec.function();
    all.put("_HANDLER", spec.code().handler() == null ? "" : spec.code().handler());
    all.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    all.put("AWS_REGION", function.region());
    all.put("AWS_DEFAULT_REGION", function.region());
    all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + spec.code().runtime());
    all.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    all.put("AWS_LAMBDA_FUNCTION_VERSION", function.version());
    all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "" + spec.limits().memoryMegabytes());
    all.put("AWS_LAMBDA_INITIALIZATION_TYPE", spec.initialization().label());
    if (spec.initialization() != InitializationType.SNAP_START) {
      // A snapshot is of no stream; AWS does not tell it these.
      all.put("AWS_LAMBDA_LOG_GROUP_NAME", spec.logging().group());
      all.put("AWS_LAMBDA_LOG_STREAM_NAME", spec.logging().stream());
    }
    all.put("AWS_LAMBDA_LOG_FORMAT", spec.logging().json() ? "JSON" : "Text");
    if (spec.logging().json() && spec.logging().applicationLevel() != null) {
      all.put("AWS_LAMBDA_LOG_LEVEL", spec.logging().applicationLevel());
    }
    all.put("LAMBDA_TASK_ROOT", sandbox.pathOf("/var/task"));
    all.put("LAMBDA_RUNTIME_DIR", sandbox.pathOf("/var/runtime"));
    RoleCredentials credentials = spec.credentials() == null ? null : spec.credentials().get();
    if (credentials != null) {
      all.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
      all.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
      all.put("AWS_SESSION_TOKEN", credentials.sessionToken());
    }
  }

  /** Those of an extension: of the runtime's, what does not concern its language. */
  static Map<String, String> ofExtension(Map<String, String> runtime) {
    Map<String, String> all = new LinkedHashMap<>(runtime);
    all.remove("_HANDLER");
    all.remove("PYTHONPATH");
    all.remove("NODE_PATH");
    all.remove("LAMBDA_RUNTIME_DIR");
    return all;
  }
}
