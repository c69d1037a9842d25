package io.nephele.services.dynamodb.items;

import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.KeyAttribute;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.util.List;
import java.util.Set;

/** Refuses paths that lead into attributes of keys, which have nothing in them. */
public final class NestedKeys {
  private NestedKeys() {}

  /**
   * Fails if one of these attributes, which an expression looks into, is one of a key.
   *
   * @throws io.nephele.model.AwsException in AWS's words
   */
  public static void check(TableDefinition table, Set<String> nested) {
    if (nested.isEmpty()) {
      return;
    }
    for (String attribute : nested) {
      if (table.isKey(attribute)) {
        throw notScalar("Key: ", attribute);
      }
    }
    for (IndexDefinition index : table.indexes()) {
      check(index.hash(), nested);
      check(index.range(), nested);
    }
  }

  private static void check(List<KeyAttribute> attributes, Set<String> nested) {
    for (KeyAttribute attribute : attributes) {
      if (nested.contains(attribute.name())) {
        throw notScalar("IndexKey: ", attribute.name());
      }
    }
  }

  private static RuntimeException notScalar(String kind, String attribute) {
    return DynamoErrors.validation(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
            + " allowed: "
            + kind
            + attribute);
  }
}
