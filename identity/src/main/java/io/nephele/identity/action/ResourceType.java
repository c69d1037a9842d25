package io.nephele.identity.action;

import java.util.List;

/**
 * A type of resource as the Service Authorization Reference describes it.
 *
 * @param name for example {@code queue}
 * @param arnPatterns the forms of its ARN with variables such as {@code ${QueueName}}, one for most
 * @param conditionKeys the keys that tell of the resource
 */
public record ResourceType(String name, List<String> arnPatterns, List<String> conditionKeys) {

  /** Whether the ARN, which may have wildcards, is that of such a resource. */
  public boolean matches(String arn) {
    for (String pattern : arnPatterns) {
      if (ArnTemplate.of(pattern).matches(arn, true)) {
        return true;
      }
    }
    return false;
  }
}
