package io.nephele.services.dynamodb.expressions;

import io.nephele.api.dynamodb.AttributeValueUpdate;
import io.nephele.services.dynamodb.expressions.Operand.Literal;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Updates from before expressions: {@code AttributeUpdates}. */
public final class LegacyUpdates {
  private LegacyUpdates() {}

  /**
   * The update; actions are to be checked before to be {@code PUT}, {@code DELETE}, {@code ADD} or
   * null.
   *
   * @throws io.nephele.model.AwsException in AWS's words if an action does not go with its value
   */
  public static Update of(Map<String, AttributeValueUpdate> updates) {
    List<DocumentPath> paths = new ArrayList<>(updates.size());
    List<UpdateAction> actions = new ArrayList<>(updates.size());
    for (Map.Entry<String, AttributeValueUpdate> entry : updates.entrySet()) {
      paths.add(DocumentPath.of(entry.getKey()));
      actions.add(action(entry.getValue()));
    }
    return new Update(paths, actions, Set.of());
  }

  private static UpdateAction action(AttributeValueUpdate update) {
    String action = update.action() == null ? "PUT" : update.action();
    if (update.value() == null) {
      if (!action.equals("DELETE")) {
        throw Validation.parameters(
            "Only DELETE action is allowed when no attribute value is specified");
      }
      return new UpdateAction.Remove();
    }
    Value value = AttributeValues.read(update.value());
    boolean set = ValueSets.isSet(value);
    return switch (action) {
      case "DELETE" -> {
        requireType(action, value, set);
        yield new UpdateAction.Delete(value, true);
      }
      case "ADD" -> {
        requireType(action, value, set || value instanceof Value.N || value instanceof Value.L);
        yield new UpdateAction.Add(value, true);
      }
      default -> new UpdateAction.Set(new Literal(value));
    };
  }

  private static void requireType(String action, Value value, boolean right) {
    if (!right) {
      throw Validation.parameters(action + " action is not supported for the type " + value.type());
    }
  }
}
