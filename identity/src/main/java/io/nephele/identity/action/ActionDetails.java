package io.nephele.identity.action;

import java.util.List;

/**
 * What the Service Authorization Reference says of an action.
 *
 * @param name without the service's prefix, for example {@code SendMessage}
 * @param level the kind of access that it gives
 * @param resources the types of resources that it can be allowed for, empty if only for {@code *}
 * @param conditionKeys the keys that a request has whatever its resource is
 */
public record ActionDetails(
    String name, AccessLevel level, List<ResourceUse> resources, List<String> conditionKeys) {

  /**
   * A type of resource that an action is about.
   *
   * @param type the type's name in the same service's reference
   * @param required whether a request always has such a resource
   * @param conditionKeys the keys that a request has with such a resource
   */
  public record ResourceUse(String type, boolean required, List<String> conditionKeys) {}
}
