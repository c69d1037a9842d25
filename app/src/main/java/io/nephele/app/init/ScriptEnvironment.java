package io.nephele.app.init;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The environment of scripts: the program's own, but for what would lead clients of AWS elsewhere,
 * with the program's endpoint, an access key and a region.
 */
public final class ScriptEnvironment {
  /** What would lead to the real AWS, to another local one, or to an identity that is not here. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "AWS_PROFILE",
          "AWS_DEFAULT_PROFILE",
          "AWS_SESSION_TOKEN",
          "AWS_SECURITY_TOKEN",
          "AWS_ROLE_ARN",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");

  private final Map<String, String> variables = new HashMap<>();

  /** An environment made from the program's own. */
  public ScriptEnvironment(Map<String, String> own) {
    own.forEach(
        (name, value) -> {
          // AWS_ENDPOINT_URL_SQS and the like stand before AWS_ENDPOINT_URL.
          if (!ELSEWHERE.contains(name) && !name.startsWith("AWS_ENDPOINT_URL")) {
            variables.put(name, value);
          }
        });
  }

  /** Where AWS is; LOCALSTACK_HOST is where awslocal looks. */
  public ScriptEnvironment endpoint(URI endpoint) {
    variables.put("AWS_ENDPOINT_URL", endpoint.toString());
    variables.put("LOCALSTACK_HOST", endpoint.getAuthority());
    return this;
  }

  /** Who calls. */
  public ScriptEnvironment key(String id, String secret) {
    variables.put("AWS_ACCESS_KEY_ID", id);
    variables.put("AWS_SECRET_ACCESS_KEY", secret);
    return this;
  }

  /** Which region is called. */
  public ScriptEnvironment region(String region) {
    variables.put("AWS_REGION", region);
    variables.put("AWS_DEFAULT_REGION", region);
    return this;
  }

  /** A further variable. */
  public ScriptEnvironment with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** All of it. */
  public Map<String, String> variables() {
    return Map.copyOf(variables);
  }
}
