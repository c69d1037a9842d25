package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** A condition on items, checked and ready to be tested on many. Safe for threads. */
public final class Condition {
  private final ItemTest test;
  private final Set<String> attributes;
  private final Set<String> nestedAttributes;

  /**
   * A condition of a test.
   *
   * @param attributes the names of all attributes that it looks at
   * @param nestedAttributes those that it looks into
   */
  public Condition(ItemTest test, Set<String> attributes, Set<String> nestedAttributes) {
    this.test = test;
    this.attributes = attributes;
    this.nestedAttributes = nestedAttributes;
  }

  /**
   * The condition of an expression.
   *
   * @param kind a condition, filter or key condition, for errors
   * @throws io.nephele.model.AwsException in AWS's words if it is none
   */
  public static Condition parse(ExpressionKind kind, String expression, ExpressionContext context) {
    Syntax syntax =
        context
            .parsed()
            .condition(
                kind,
                context.isOlder(),
                expression,
                () ->
                    ConditionCompiler.checked(
                        kind, new ConditionParser(kind, expression, context.isOlder()).parse()));
    ConditionCompiler compiler = new ConditionCompiler(kind, context);
    ItemTest test = compiler.compile(syntax);
    return new Condition(test, compiler.attributes(), compiler.nestedAttributes());
  }

  /** Whether the item meets the condition; an empty one stands for an item that is not there. */
  public boolean test(Map<String, Value> item) {
    return test.holds(item);
  }

  /** The names of all attributes of the item that the condition looks at. */
  public Set<String> attributes() {
    return attributes;
  }

  /** Those that it looks into. */
  public Set<String> nestedAttributes() {
    return nestedAttributes;
  }

  /**
   * Refuses a query's filter that looks at the attributes of its key.
   *
   * @param parameter what AWS calls the filter: {@code Filter Expression} or {@code QueryFilter}
   * @throws io.nephele.model.AwsException in AWS's words
   */
  public void requireNoKey(String parameter, Collection<String> keyAttributes) {
    for (String attribute : keyAttributes) {
      if (attributes.contains(attribute)) {
        throw Validation.error(
            parameter
                + " can only contain non-primary key attributes: Primary key attribute: "
                + attribute);
      }
    }
  }

  /** What the condition is made of. */
  ItemTest test() {
    return test;
  }

  @Override
  public String toString() {
    return test.toString();
  }
}
