package io.nephele.identity.action;

import java.util.ArrayList;
import java.util.List;

/**
 * What is kept by hand of a service's actions: where they differ from the operations' names, and
 * what the names of members do not tell. A file of lines a service ({@code actions/rules}), which may
 * say that another service's is its own ({@code like  SERVICE}); each line has a kind of rule, the operations it is for (separated by commas, {@code *} for all), and more columns:
 *
 * <ul>
 *   <li>{@code op  OPERATIONS  ACTIONS  [when=CONDITION]  [on=TYPES]}: these actions instead of the
 *       one of the operation's name, if the {@link Presence condition} holds; on just these types
 *       of resources, {@code -} for none
 *   <li>{@code also}, with the same columns: these actions beside those
 *   <li>{@code free  OPERATIONS  REASON}: no permission is needed
 *   <li>{@code arn  OPERATIONS  TYPE  EXPRESSION}: the {@link ValueExpression} that gives a
 *       resource's whole ARN
 *   <li>{@code var  OPERATIONS  TYPE.VARIABLE  EXPRESSION}: what stands for a variable of the
 *       type's ARN pattern; type {@code *} for all types
 *   <li>{@code need  OPERATIONS  TYPES}: types that are decided on even if the request does not
 *       name one
 *   <li>{@code optional  OPERATIONS  TYPES}: types that are decided on only if the request names one
 *   <li>{@code skip  OPERATIONS  TYPES}: types that are not decided on
 *   <li>{@code key  OPERATIONS  KEY  EXPRESSION  [on=TYPES]}: the values of a condition key; {@code -} if no
 *       member tells, {@code @TYPE} if it is the ARN of a resource of that type, {@code
 *       @tags} if it is the keys of the tags; for a key with a variable part, the maps whose keys
 *       that part is; the types that have it though the reference does not say so
 *   <li>{@code role  OPERATIONS  PATH  PRINCIPAL  [TYPE]}: whom a role in the request is passed to,
 *       {@code -} if to nobody; the type of the resource that will have it
 *   <li>{@code tagging  OPERATIONS  ACTION  [on=TYPES]}: the action that is needed beside if the
 *       request has tags, where it is not the one of {@code services.tsv}; {@code -} for none
 *   <li>{@code tags  OPERATIONS  PATH}: the member with the tags; {@code -} if there is none
 * </ul>
 */
final class ServiceRules {
  /** One line, without the columns of kind and operations. */
  record Rule(String kind, List<String> operations, List<String> columns) {
    boolean isFor(String operation) {
      return operations.contains(operation) || operations.getFirst().equals("*");
    }

    String column(int index) {
      return columns.get(index);
    }

    /** What follows a name and an equals sign in one of the columns, or null. */
    String option(String name) {
      for (String column : columns) {
        if (column.startsWith(name) && column.startsWith("=", name.length())) {
          return column.substring(name.length() + 1);
        }
      }
      return null;
    }
  }

  private static final String LIKE = "like\t";

  private final List<Rule> rules;

  private ServiceRules(List<Rule> rules) {
    this.rules = rules;
  }

  /** The rules of the service of that name, which may be none. */
  static ServiceRules read(String service) {
    String text = ActionResources.text("rules/" + service + ".tsv");
    if (text != null && text.startsWith(LIKE)) {
      return read(text.substring(LIKE.length()).strip());
    }
    return new ServiceRules(text == null ? List.of() : parse(text));
  }

  private static List<Rule> parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (!line.isBlank() && line.charAt(0) != '#') {
        String[] columns = line.split("\t", -1);
        if (columns.length < 3) {
          throw new IllegalStateException("not a rule: " + line);
        }
        rules.add(
            new Rule(
                columns[0],
                List.of(columns[1].split(",")),
                List.of(columns).subList(2, columns.length)));
      }
    }
    return List.copyOf(rules);
  }

  /** All rules. */
  List<Rule> all() {
    return rules;
  }

  /** The rules of a kind for an operation, those that name it before those for all. */
  List<Rule> of(String kind, String operation) {
    List<Rule> found = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.kind.equals(kind) && rule.operations.contains(operation)) {
        found.add(rule);
      }
    }
    for (Rule rule : rules) {
      if (rule.kind.equals(kind)
          && rule.operations.getFirst().equals("*")
          && !rule.operations.contains(operation)) {
        found.add(rule);
      }
    }
    return found;
  }
}
