package io.nephele.services.iam;

import io.nephele.identity.action.ActionCatalog;
import io.nephele.identity.action.ActionDetails;
import io.nephele.identity.action.ActionDetails.ResourceUse;
import io.nephele.identity.action.ResourceType;
import io.nephele.identity.action.ServiceActions;
import java.util.List;
import java.util.Locale;

/** What the reference says of actions and the resources that they can be about. */
final class SimulatedResource {
  private SimulatedResource() {}

  /**
   * Whether an action can be about a resource. Of actions that are not known, and of those that are
   * about no resource in particular, any may be asked.
   */
  static boolean suits(String action, String resource) {
    ServiceActions service = service(action);
    ActionDetails details = details(service, action);
    if (details == null || details.resources().isEmpty() || resource.equals("*")) {
      return true;
    }
    for (ResourceUse use : details.resources()) {
      ResourceType type = service.resourceTypes().get(use.type());
      if (type == null || type.matches(resource)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The form of the ARNs that an action is about: of the type that the resources are of, if any is.
   *
   * @return null if the action is about no type of resource, or is not known
   */
  static String template(String action, List<String> resources) {
    ServiceActions service = service(action);
    ActionDetails details = details(service, action);
    if (details == null || details.resources().isEmpty()) {
      return null;
    }
    ResourceType chosen = service.resourceTypes().get(details.resources().getFirst().type());
    for (ResourceUse use : details.resources()) {
      ResourceType type = service.resourceTypes().get(use.type());
      if (type != null && resources.stream().anyMatch(type::matches)) {
        chosen = type;
        break;
      }
    }
    return chosen == null ? null : chosen.arnPatterns().getFirst().replace("${Partition}", "aws");
  }

  private static ServiceActions service(String action) {
    int colon = action.indexOf(':');
    String prefix = action.substring(0, colon).toLowerCase(Locale.ROOT);
    return ActionCatalog.bundled().service(prefix);
  }

  private static ActionDetails details(ServiceActions service, String action) {
    return service == null ? null : service.action(action.substring(action.indexOf(':') + 1));
  }
}
