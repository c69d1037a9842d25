package io.nephele.services.iam;

import io.nephele.identity.action.ActionCatalog;
import io.nephele.identity.action.ActionDetails;
import io.nephele.identity.action.ActionDetails.ResourceUse;
import io.nephele.identity.action.ResourceType;
import io.nephele.identity.action.ServiceActions;
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

  /** The form of the ARNs that an action is about, or null where there is none or several. */
  static String template(String action) {
    ServiceActions service = service(action);
    ActionDetails details = details(service, action);
    if (details == null || details.resources().isEmpty()) {
      return null;
    }
    ResourceUse first = details.resources().getFirst();
    for (ResourceUse use : details.resources()) {
      if (use.required() && !first.required()) {
        first = use;
      }
    }
    ResourceType type = service.resourceTypes().get(first.type());
    return type == null ? null : type.arnPatterns().getFirst().replace("${Partition}", "aws");
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
