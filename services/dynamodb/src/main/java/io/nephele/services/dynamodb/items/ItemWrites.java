package io.nephele.services.dynamodb.items;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.api.dynamodb.DeleteItemInput;
import io.nephele.api.dynamodb.PutItemInput;
import io.nephele.api.dynamodb.UpdateItemInput;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.expressions.Condition;
import io.nephele.services.dynamodb.expressions.ExpressionContext;
import io.nephele.services.dynamodb.expressions.ExpressionKind;
import io.nephele.services.dynamodb.expressions.LegacyConditions;
import io.nephele.services.dynamodb.expressions.LegacyUpdates;
import io.nephele.services.dynamodb.expressions.ParameterStyles;
import io.nephele.services.dynamodb.expressions.ParsedExpressions;
import io.nephele.services.dynamodb.expressions.Update;
import io.nephele.services.dynamodb.requests.RequestChecks;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Sizes;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueReader;
import java.util.Map;

/** Reads from requests what is to be written, checking all that needs no table in AWS's order. */
public final class ItemWrites {
  private static final String CONDITION = "ConditionExpression";
  private static final String ALL_OLD = "ALL_OLD";

  private final ParsedExpressions parsed;

  /** Reads requests, of whose expressions those may be known. */
  public ItemWrites(ParsedExpressions parsed) {
    this.parsed = parsed;
  }

  /**
   * What PutItem wants.
   *
   * @throws AwsException if it is wrong
   */
  public ItemWrite of(PutItemInput in) {
    ItemWrite write = RequestChecks.told(() -> read(in));
    checkSize(write.given());
    return write;
  }

  private ItemWrite read(PutItemInput in) {
    new ParameterStyles()
        .legacy("Expected", in.expected())
        .legacy("ConditionalOperator", in.expected() == null ? null : in.conditionalOperator())
        .expression(CONDITION, in.conditionExpression())
        .requireOne()
        .requireExpressions(in.expressionAttributeNames(), in.expressionAttributeValues(), null);
    Map<String, Value> item = item(in.struct().get("Item"));
    checkReturnValues(in.returnValues());
    Condition condition =
        in.expected() != null || in.conditionalOperator() != null
            ? LegacyConditions.expected(in.expected(), in.conditionalOperator())
            : condition(
                in.conditionExpression(),
                in.expressionAttributeNames(),
                in.expressionAttributeValues());
    return write(
        ItemWrite.Kind.PUT, item, condition, null, in.returnValuesOnConditionCheckFailure());
  }

  /**
   * What DeleteItem wants.
   *
   * @throws AwsException if it is wrong
   */
  public ItemWrite of(DeleteItemInput in) {
    return RequestChecks.told(() -> read(in));
  }

  private ItemWrite read(DeleteItemInput in) {
    new ParameterStyles()
        .legacy("Expected", in.expected())
        .legacy("ConditionalOperator", in.expected() == null ? null : in.conditionalOperator())
        .expression(CONDITION, in.conditionExpression())
        .requireOne()
        .requireExpressions(in.expressionAttributeNames(), in.expressionAttributeValues(), null);
    Map<String, Value> key = item(in.struct().get("Key"));
    checkReturnValues(in.returnValues());
    Condition condition =
        in.expected() != null || in.conditionalOperator() != null
            ? LegacyConditions.expected(in.expected(), in.conditionalOperator())
            : condition(
                in.conditionExpression(),
                in.expressionAttributeNames(),
                in.expressionAttributeValues());
    return write(
        ItemWrite.Kind.DELETE, key, condition, null, in.returnValuesOnConditionCheckFailure());
  }

  /** What UpdateItem wants, and the update itself, or null if there is none. */
  public record UpdateWrite(ItemWrite write, Update update) {}

  /**
   * What UpdateItem wants.
   *
   * @throws AwsException if it is wrong
   */
  public UpdateWrite of(UpdateItemInput in) {
    return RequestChecks.told(() -> read(in));
  }

  private UpdateWrite read(UpdateItemInput in) {
    new ParameterStyles()
        .legacy("AttributeUpdates", in.attributeUpdates())
        .legacy("Expected", in.expected())
        .legacy("ConditionalOperator", in.expected() == null ? null : in.conditionalOperator())
        .expression("UpdateExpression", in.updateExpression())
        .expression(CONDITION, in.conditionExpression())
        .requireOne()
        .requireExpressions(in.expressionAttributeNames(), in.expressionAttributeValues(), null);
    Map<String, Value> key = item(in.struct().get("Key"));
    Condition condition;
    Update update;
    if (in.updateExpression() != null || in.conditionExpression() != null) {
      ExpressionContext context =
          ExpressionContext.of(in.expressionAttributeNames(), in.expressionAttributeValues())
              .with(parsed);
      update = in.updateExpression() == null ? null : Update.parse(in.updateExpression(), context);
      condition = parse(in.conditionExpression(), context);
      context.requireAllUsed();
    } else {
      condition = LegacyConditions.expected(in.expected(), in.conditionalOperator());
      update = in.attributeUpdates() == null ? null : LegacyUpdates.of(in.attributeUpdates());
    }
    ItemWrite write =
        write(
            ItemWrite.Kind.UPDATE,
            key,
            condition,
            update,
            in.returnValuesOnConditionCheckFailure());
    return new UpdateWrite(write, update);
  }

  /**
   * What a part of a transaction wants.
   *
   * @param given the slot of the item or key
   * @param updateExpression null where it is no update
   * @throws AwsException if it is wrong
   */
  public ItemWrite of(
      ItemWrite.Kind kind,
      Object given,
      String updateExpression,
      String conditionExpression,
      Map<String, String> names,
      Map<String, AttributeValue> values,
      String onFailure) {
    new ParameterStyles()
        .expression("UpdateExpression", updateExpression)
        .expression(CONDITION, conditionExpression)
        .requireExpressions(names, values, CONDITION + " is null");
    Map<String, Value> item = ValueReader.OLDER.readSlot(given);
    if (kind == ItemWrite.Kind.PUT) {
      checkSize(item);
    }
    ExpressionContext context = ExpressionContext.of(names, values, ValueReader.OLDER).with(parsed);
    Update update = updateExpression == null ? null : Update.parse(updateExpression, context);
    Condition condition = parse(conditionExpression, context);
    context.requireAllUsed();
    return write(kind, item, condition, update, onFailure);
  }

  /** The item or key in a slot of a request. */
  public static Map<String, Value> item(Object slot) {
    return AttributeValues.readSlot(slot);
  }

  private static ItemWrite write(
      ItemWrite.Kind kind,
      Map<String, Value> given,
      Condition condition,
      Update update,
      String onFailure) {
    return new ItemWrite(kind, given, condition, update, ALL_OLD.equals(onFailure));
  }

  private Condition condition(
      String expression, Map<String, String> names, Map<String, AttributeValue> values) {
    if (expression == null) {
      return null;
    }
    ExpressionContext context = ExpressionContext.of(names, values).with(parsed);
    Condition condition = parse(expression, context);
    context.requireAllUsed();
    return condition;
  }

  private static Condition parse(String expression, ExpressionContext context) {
    return expression == null
        ? null
        : Condition.parse(ExpressionKind.CONDITION, expression, context);
  }

  private static void checkReturnValues(String returnValues) {
    if (returnValues != null && !returnValues.equals("NONE") && !returnValues.equals(ALL_OLD)) {
      throw DynamoErrors.validation("ReturnValues can only be ALL_OLD or NONE");
    }
  }

  /** Fails if an item is too large. */
  public static void checkSize(Map<String, Value> item) {
    if (Sizes.item(item) > Sizes.MAX_ITEM) {
      throw DynamoErrors.validation("Item size has exceeded the maximum allowed size");
    }
  }
}
