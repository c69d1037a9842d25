package io.nephele.services.iam;

import io.nephele.identity.action.ActionCatalog;
import io.nephele.identity.action.ServiceActions;
import io.nephele.policy.ActionElement;
import io.nephele.policy.Effect;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which services, and which of their actions, policies let somebody use, on whatever resource and
 * under whatever conditions. Only what is denied on every resource without conditions is not.
 */
final class GrantedServices {
  private final List<Statement> allows = new ArrayList<>();
  private final List<Statement> denies = new ArrayList<>();

  GrantedServices(List<PolicyDocument> documents) {
    for (PolicyDocument document : documents) {
      for (Statement statement : document.statements()) {
        if (statement.effect() == Effect.ALLOW) {
          allows.add(statement);
        } else if (isUnconditional(statement)) {
          denies.add(statement);
        }
      }
    }
  }

  private static boolean isUnconditional(Statement statement) {
    return statement.conditions().isEmpty()
        && !statement.resource().negated()
        && statement.resource().values().contains("*");
  }

  /** Whether any action of a service is granted. */
  boolean grants(String namespace) {
    return isNamed(namespace) && !actions(namespace, 1).isEmpty();
  }

  /** The actions of a service that are granted, by name. */
  List<String> actions(String namespace) {
    return actions(namespace, Integer.MAX_VALUE);
  }

  private List<String> actions(String namespace, int most) {
    ServiceActions service = ActionCatalog.bundled().service(namespace);
    List<String> granted = new ArrayList<>();
    if (service != null) {
      for (String name : service.actionNames()) {
        String action = (namespace + ":" + name).toLowerCase(Locale.ROOT);
        if (matches(allows, action) && !matches(denies, action)) {
          granted.add(name);
          if (granted.size() == most) {
            break;
          }
        }
      }
    }
    return granted;
  }

  private static boolean matches(List<Statement> statements, String action) {
    for (Statement statement : statements) {
      if (statement.action().matches(action)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an action of the service could be meant at all: spares looking at each. */
  private boolean isNamed(String namespace) {
    for (Statement statement : allows) {
      ActionElement element = statement.action();
      if (element.negated()) {
        return true;
      }
      for (String value : element.values()) {
        int colon = value.indexOf(':');
        String vendor = colon < 0 ? value : value.substring(0, colon);
        if (vendor.indexOf('*') >= 0
            || vendor.indexOf('?') >= 0
            || vendor.equalsIgnoreCase(namespace)) {
          return true;
        }
      }
    }
    return false;
  }
}
