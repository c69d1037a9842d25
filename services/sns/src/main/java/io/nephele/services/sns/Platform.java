package io.nephele.services.sns;

import java.util.LinkedHashMap;
import java.util.Map;

/** Platform applications and their endpoints as they are stored. */
final class Platform {
  static final String ENABLED = "Enabled";
  static final String TOKEN = "Token";
  static final String USER_DATA = "CustomUserData";

  private Platform() {}

  /**
   * An application.
   *
   * @param credentials PlatformCredential and PlatformPrincipal, which are never told
   * @param attributes the others
   */
  record Application(String arn, Map<String, String> credentials, Map<String, String> attributes) {
    boolean isEnabled() {
      return !"false".equalsIgnoreCase(attributes.get(ENABLED));
    }
  }

  /** An endpoint. */
  record Endpoint(String arn, Map<String, String> attributes) {
    boolean isEnabled() {
      return "true".equalsIgnoreCase(attributes.get(ENABLED));
    }

    String token() {
      return attributes.get(TOKEN);
    }

    Endpoint with(Map<String, String> further) {
      Map<String, String> changed = new LinkedHashMap<>(attributes);
      changed.putAll(further);
      return new Endpoint(arn, changed);
    }
  }
}
