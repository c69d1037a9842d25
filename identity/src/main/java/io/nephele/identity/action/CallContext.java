package io.nephele.identity.action;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.call.Call;
import io.nephele.model.Struct;

/**
 * What the requirements of a call are found from.
 *
 * @param call who calls what and where
 * @param request the request
 * @param resources what the called service knows of its resources
 */
record CallContext(Call call, Struct request, ProtectedResources resources) {
  /** The value of a variable that every ARN may have, or null for any other. */
  String common(String variable) {
    return switch (variable) {
      case "Partition" -> call.partition();
      case "Region" -> call.region().name();
      case "Account" -> account();
      default -> null;
    };
  }

  /** The account that calls; an anonymous caller has none, which no account pattern matches. */
  String account() {
    String account = call.accountId();
    return account == null ? ArnTemplate.UNKNOWN : account;
  }
}
