package io.nephele.services.secretsmanager;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import java.util.List;

/** Services that make secrets for their users and look after them. */
final class Owners {
  private static final String DOMAIN = ".amazonaws.com";

  private Owners() {}

  /** The service that makes a call, for itself or for its caller; null if none does. */
  static String of(Call call) {
    List<String> via = call.origin().calledVia();
    String name =
        call.principal().type() == Principal.Type.SERVICE
            ? call.principal().arn()
            : via.isEmpty() ? "" : via.getLast();
    return name.endsWith(DOMAIN) ? name.substring(0, name.length() - DOMAIN.length()) : null;
  }

  /** The service that manages a new secret of that name, or null. */
  static String of(String name, Call call) {
    String service = of(call);
    return service != null && name.startsWith(service + "!") ? service : null;
  }
}
