package io.nephele.identity.action;

import io.nephele.model.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * DynamoDB's statements in PartiQL: the first word tells the action, the name behind {@code FROM},
 * {@code INTO} or {@code UPDATE} the table or, with a second name behind a point, the index. A
 * statement that is none of the four kinds needs all actions; one that names no table needs its
 * action on every table.
 */
final class PartiQl implements Requirement {
  /** The sources of the condition keys of an action on a type of resource. */
  @FunctionalInterface
  interface KeySourcesOfAction {
    KeySources of(String action, String type);
  }

  private static final Map<String, String> ACTIONS =
      Map.of(
          "select", "dynamodb:PartiQLSelect",
          "exists", "dynamodb:PartiQLSelect",
          "insert", "dynamodb:PartiQLInsert",
          "update", "dynamodb:PartiQLUpdate",
          "delete", "dynamodb:PartiQLDelete",
          "from", "dynamodb:PartiQLUpdate");
  private static final List<String> ALL = ACTIONS.values().stream().distinct().sorted().toList();

  private final MemberPath statements;
  private final KeySourcesOfAction keys;

  PartiQl(Operation operation, KeySourcesOfAction keys) {
    MemberPath one = MemberPath.of(operation.input(), "Statement");
    MemberPath several = MemberPath.of(operation.input(), "Statements.Statement");
    this.statements =
        one != null
            ? one
            : several != null
                ? several
                : MemberPath.of(operation.input(), "TransactStatements.Statement");
    this.keys = keys;
  }

  @Override
  public void add(CallContext context, List<ActionRequest> requests) {
    for (String statement : statements.values(context.request())) {
      PartiQlWords words = new PartiQlWords(statement);
      String verb = words.next().toLowerCase(Locale.ROOT);
      String action = ACTIONS.get(verb);
      boolean named = action != null && words.skipToTable(verb);
      String table = named ? words.next() : "";
      String index = named && words.skipPoint() ? words.next() : "";
      String type = index.isEmpty() ? "table" : "index";
      String arn = arn(context, table, index);
      // What is no statement is refused by DynamoDB, but only to those who may do anything.
      for (String each : action == null ? ALL : List.of(action)) {
        requests.add(
            new ActionRequest(each, arn, new RequestKeys(keys.of(each, type), context, arn)));
      }
    }
  }

  private static String arn(CallContext context, String table, String index) {
    String name = table.isEmpty() ? ArnTemplate.UNKNOWN : table;
    String arn =
        name.startsWith("arn:")
            ? name
            : "arn:"
                + context.call().partition()
                + ":dynamodb:"
                + context.call().region().name()
                + ':'
                + context.account()
                + ":table/"
                + name;
    return index.isEmpty() ? arn : arn + "/index/" + index;
  }
}
