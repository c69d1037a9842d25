package io.nephele.model;

import java.util.Map;

/**
 * Where a REST operation lives.
 *
 * @param method the HTTP method
 * @param uri the path's template with its labels and fixed query parameters, for example <code>
 *     /{Bucket}/{Key+}?acl</code>
 * @param code the status of a success
 */
public record HttpBinding(String method, String uri, int code) {
  static HttpBinding of(Map<String, Object> trait) {
    if (trait == null) {
      return null;
    }
    Object code = trait.get("code");
    return new HttpBinding(
        (String) trait.get("method"),
        (String) trait.get("uri"),
        code == null ? 200 : ((Number) code).intValue());
  }
}
