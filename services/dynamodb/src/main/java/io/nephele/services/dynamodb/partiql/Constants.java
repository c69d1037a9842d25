package io.nephele.services.dynamodb.partiql;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values that terms of a statement stand for, parameters among them. For one thread. */
final class Constants {
  private static final String ROOT = "root";
  private static final ValueReader READER = ValueReader.OLDER;

  private final List<Value> parameters;

  /** Terms with those parameters, as many as the statement takes. */
  Constants(List<Value> parameters) {
    this.parameters = parameters;
  }

  /** Whether a term stands for a value whatever the item is. */
  static boolean isConstant(Term term) {
    return switch (term) {
      case Term.Text text -> true;
      case Term.Number number -> true;
      case Term.Bool bool -> true;
      case Term.Null none -> true;
      case Term.Parameter parameter -> true;
      case Term.Items items -> true;
      case Term.Bag bag -> true;
      case Term.Struct struct -> true;
      default -> false;
    };
  }

  /**
   * The value of a term.
   *
   * @throws AwsException if it has none, in AWS's words
   */
  Value value(Term term) {
    Value value = value(term, ROOT);
    AttributeValues.requireDepth(value);
    return value;
  }

  private Value value(Term term, String key) {
    return switch (term) {
      case Term.Text text -> new Value.S(text.value());
      case Term.Number number -> number(number, key);
      case Term.Bool bool -> Value.BOOL.of(bool.value());
      case Term.Null none -> Value.NULL.VALUE;
      case Term.Parameter parameter -> parameters.get(parameter.index());
      case Term.Items items -> list(items, key);
      case Term.Bag bag -> set(bag, key);
      case Term.Struct struct -> new Value.M(map(struct, key, false));
      default ->
          throw StatementErrors.at(
              "Unsupported data type: " + term.kind() + " under key " + key, term.at());
    };
  }

  private static Value.N number(Term.Number number, String key) {
    try {
      return READER.number(number.text());
    } catch (AwsException e) {
      throw Validation.error(e.getMessage() + " under " + key);
    }
  }

  private Value list(Term.Items items, String key) {
    List<Value> values = new ArrayList<>(items.items().size());
    for (int i = 0; i < items.items().size(); i++) {
      values.add(value(items.items().get(i), key + '[' + i + ']'));
    }
    return new Value.L(values);
  }

  private Value set(Term.Bag bag, String key) {
    if (bag.items().isEmpty()) {
      throw Validation.error("Empty bags are not supported");
    }
    List<Value> values = new ArrayList<>(bag.items().size());
    for (int i = 0; i < bag.items().size(); i++) {
      values.add(value(bag.items().get(i), key + '[' + i + ']'));
    }
    List<String> texts = new ArrayList<>(values.size());
    Value.Kind kind = values.getFirst().kind();
    for (Value value : values) {
      if (value.kind() == kind && value instanceof Value.S text) {
        texts.add(text.value());
      } else if (value.kind() == kind && value instanceof Value.N number) {
        texts.add(number.text());
      } else {
        throw Validation.error(
            "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in"
                + " bags");
      }
    }
    return kind == Value.Kind.S ? READER.texts(texts) : READER.numbers(texts);
  }

  /** The values of a map; errors in those of an item do not tell the attribute's name. */
  private Map<String, Value> map(Term.Struct struct, String key, boolean ofItem) {
    Map<String, Value> values = LinkedHashMap.newLinkedHashMap(struct.entries().size());
    for (Term.Entry entry : struct.entries()) {
      Value name = value(entry.name(), key);
      if (!(name instanceof Value.S text)) {
        throw Validation.error(
            "Tuple keys must be of type String. Actual type: "
                + entry.name().kind()
                + " under "
                + key);
      }
      if (text.value().isEmpty()) {
        throw Validation.error("Empty attribute name");
      }
      Value value = value(entry.value(), ofItem ? key : key + '.' + text.value());
      if (values.put(text.value(), value) != null) {
        throw Validation.error("Duplicate keys in tuple. Key: " + text.value() + " under " + key);
      }
    }
    return values;
  }

  /**
   * The item that INSERT puts.
   *
   * @throws AwsException if it is none, in AWS's words
   */
  Map<String, Value> item(Term term) {
    if (term instanceof Term.Struct struct) {
      Map<String, Value> item = map(struct, ROOT, true);
      for (Value value : item.values()) {
        AttributeValues.requireDepth(value);
      }
      return item;
    }
    if (term instanceof Term.Parameter && value(term) instanceof Value.M map) {
      return map.values();
    }
    throw notAnItem();
  }

  private static AwsException notAnItem() {
    return Validation.error(
        "Unsupported format in item expression. Please use struct format {...} to express item"
            + " values for insert statement.");
  }
}
