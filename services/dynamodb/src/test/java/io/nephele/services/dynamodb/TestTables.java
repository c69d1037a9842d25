package io.nephele.services.dynamodb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Tables and items for tests. */
final class TestTables {
  private TestTables() {}

  /** An on-demand table of the partition key {@code pk}, a text. */
  static void simple(DynamoDbClient dynamo, String name) {
    create(
        dynamo,
        name,
        r ->
            r.attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk")));
  }

  /** An on-demand table of the keys {@code pk}, a text, and {@code sk} of that type. */
  static void composite(DynamoDbClient dynamo, String name, ScalarAttributeType sortType) {
    create(
        dynamo,
        name,
        r ->
            r.attributeDefinitions(
                    TablesTest.attribute("pk", ScalarAttributeType.S),
                    TablesTest.attribute("sk", sortType))
                .keySchema(TablesTest.hash("pk"), TablesTest.range("sk")));
  }

  static void create(
      DynamoDbClient dynamo, String name, Consumer<CreateTableRequest.Builder> more) {
    dynamo.createTable(
        r -> {
          r.tableName(name).billingMode(BillingMode.PAY_PER_REQUEST);
          more.accept(r);
        });
  }

  static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue n(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  static AttributeValue b(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return AttributeValue.fromB(SdkBytes.fromByteArray(array));
  }

  /** An item of names and values in turn. */
  static Map<String, AttributeValue> item(Object... namesAndValues) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      item.put(
          (String) namesAndValues[i],
          switch (value) {
            case AttributeValue given -> given;
            case String text -> s(text);
            case Integer number -> n(number);
            default -> throw new IllegalArgumentException(value.toString());
          });
    }
    return item;
  }
}
