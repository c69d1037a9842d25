package io.nephele.services.events;

import io.nephele.api.events.Condition;
import io.nephele.api.events.PolicyLengthExceededException;
import io.nephele.api.events.PutPermissionRequest;
import io.nephele.api.events.RemovePermissionRequest;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.model.Unit;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies of buses, as a whole or statement by statement. */
final class BusPermissions {
  private static final int MOST_BYTES = 10_240;

  private final EventsWorld events;

  BusPermissions(EventsWorld events) {
    this.events = events;
  }

  Unit put(PutPermissionRequest in, Call call) {
    EventsWorld.BusName name = EventsWorld.busName(in.eventBusName(), call);
    events.write(
        transaction -> {
          Bus bus = events.requireBus(transaction, name);
          String policy = in.policy() == null ? withStatement(bus, in, call) : checked(in.policy());
          if (policy.length() > MOST_BYTES) {
            throw new PolicyLengthExceededException(
                "The policy exceeds the limit of " + MOST_BYTES + " bytes.");
          }
          events.buses().put(transaction, bus.key(), bus.withPolicy(policy, events.now()));
          return null;
        });
    return EventsWorld.nothing(call);
  }

  private static String checked(String policy) {
    try {
      PolicyDocument.parse(policy, PolicyKind.RESOURCE);
      return policy;
    } catch (RuntimeException e) {
      throw EventsErrors.validation("Parameter Policy is not valid. Reason: " + e.getMessage());
    }
  }

  private static String withStatement(Bus bus, PutPermissionRequest in, Call call) {
    if (in.action() == null || in.principal() == null || in.statementId() == null) {
      throw EventsErrors.validation(
          "Parameters Action, Principal and StatementId must be specified, or Policy.");
    }
    if (!in.action().equals("events:PutEvents")) {
      throw EventsErrors.validation("Provided value in parameter 'action' is not supported.");
    }
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", in.statementId());
    statement.put("Effect", "Allow");
    statement.put(
        "Principal",
        in.principal().equals("*")
            ? "*"
            : Map.of("AWS", "arn:" + call.partition() + ":iam::" + in.principal() + ":root"));
    statement.put("Action", in.action());
    statement.put("Resource", bus.arn());
    Condition condition = in.condition();
    if (condition != null) {
      statement.put(
          "Condition", Map.of(condition.type(), Map.of(condition.key(), condition.value())));
    }
    List<Object> statements = new ArrayList<>(others(bus, in.statementId()));
    statements.add(statement);
    return document(statements);
  }

  private static String document(List<Object> statements) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", "2012-10-17");
    document.put("Statement", statements);
    return JsonText.write(document);
  }

  /** The statements of a bus's policy but that of the id. */
  private static List<Object> others(Bus bus, String statementId) {
    List<Object> others = new ArrayList<>();
    if (bus.policy() != null && JsonText.parse(bus.policy()) instanceof Map<?, ?> document) {
      Object statements = document.get("Statement");
      for (Object each : statements instanceof List<?> list ? list : List.of(statements)) {
        if (!(each instanceof Map<?, ?> map) || !statementId.equals(map.get("Sid"))) {
          others.add(each);
        }
      }
    }
    return others;
  }

  Unit remove(RemovePermissionRequest in, Call call) {
    EventsWorld.BusName name = EventsWorld.busName(in.eventBusName(), call);
    events.write(
        transaction -> {
          Bus bus = events.requireBus(transaction, name);
          String rest = null;
          if (!Boolean.TRUE.equals(in.removeAllPermissions())) {
            if (bus.policy() == null) {
              throw EventsErrors.missing("EventBus", "policy");
            }
            List<Object> others = others(bus, in.statementId() == null ? "" : in.statementId());
            if (others.size() == others(bus, "\0").size()) {
              throw EventsErrors.missing("Statement with the provided id", in.statementId());
            }
            rest = others.isEmpty() ? null : document(others);
          }
          events.buses().put(transaction, bus.key(), bus.withPolicy(rest, events.now()));
          return null;
        });
    return EventsWorld.nothing(call);
  }
}
