package io.nephele.services.dynamodb.partiql;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.expressions.Update;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A statement with its parameters, checked as far as that is possible without its table.
 *
 * @param where what stands after WHERE, empty for INSERT
 * @param update what UPDATE does, else null
 * @param item what INSERT puts, else null
 */
record Prepared(Statement statement, Where where, Update update, Map<String, Value> item) {

  /**
   * Reads a statement.
   *
   * @param parameters those of the request, or null
   * @throws AwsException in AWS's words if it is wrong
   */
  static Prepared of(String text, List<AttributeValue> parameters) {
    return ofValues(text, values(parameters));
  }

  /**
   * The values of a request's parameters.
   *
   * @param parameters may be null
   * @throws AwsException in AWS's words if one is none
   */
  static List<Value> values(List<AttributeValue> parameters) {
    if (parameters == null) {
      return List.of();
    }
    List<Value> values = new ArrayList<>(parameters.size());
    for (AttributeValue parameter : parameters) {
      values.add(ValueReader.OLDER.read(parameter));
    }
    return values;
  }

  /** Reads a statement with those values as its parameters. */
  static Prepared ofValues(String text, List<Value> values) {
    StatementParser.Parsed parsed = StatementParser.parse(text);
    if (values.size() != parsed.parameters()) {
      throw Validation.error("Number of parameters in request and statement don't match.");
    }
    return of(parsed.statement(), new Constants(values));
  }

  private static Prepared of(Statement statement, Constants constants) {
    ConditionMaker conditions = new ConditionMaker(constants);
    return switch (statement) {
      case Statement.Select select -> {
        requireApart(select);
        yield new Prepared(select, conditions.where(select.where()), null, null);
      }
      case Statement.Exists exists ->
          new Prepared(exists, conditions.where(exists.select().where()), null, null);
      case Statement.Insert insert ->
          new Prepared(insert, conditions.where(null), null, constants.item(insert.item()));
      case Statement.Update update -> {
        Update change = new UpdateMaker(constants).update(update.changes());
        yield new Prepared(update, conditions.where(update.where()), change, null);
      }
      case Statement.Delete delete ->
          new Prepared(delete, conditions.where(delete.where()), null, null);
    };
  }

  private static void requireApart(Statement.Select select) {
    if (select.paths() == null) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (DocumentPath path : select.paths()) {
      String name = SelectedPaths.name(path);
      if (!names.add(name)) {
        throw Validation.error("Duplicate identifiers in select clause: " + name);
      }
    }
  }

  /** Whether it reads, and writes nothing. */
  boolean isRead() {
    return statement instanceof Statement.Select;
  }

  /** What a write is to answer; null for nothing. */
  Statement.Returning returning() {
    return switch (statement) {
      case Statement.Update update -> update.returning();
      case Statement.Delete delete -> delete.returning();
      default -> null;
    };
  }
}
