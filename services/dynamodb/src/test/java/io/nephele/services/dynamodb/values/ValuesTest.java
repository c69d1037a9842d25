package io.nephele.services.dynamodb.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.core.store.Key;
import io.nephele.core.store.StoreException;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ValuesTest {
  @Test
  void anyItemComesBackFromTheApiAndTheStore() {
    RandomValues some = new RandomValues(2);
    for (int i = 0; i < 500; i++) {
      Map<String, Value> item = some.item();
      assertThat(AttributeValues.read(AttributeValues.views(item))).isEqualTo(item);
      assertThat(AttributeValues.readSlot(AttributeValues.DYNAMODB.structs(item))).isEqualTo(item);
      byte[] stored = ItemCodec.INSTANCE.encode(item);
      assertThat(ItemCodec.INSTANCE.decode(stored)).isEqualTo(item);
      assertThat(ItemCodec.size(stored)).isEqualTo(Sizes.item(item));
      for (Map.Entry<String, Value> attribute : item.entrySet()) {
        assertThat(ItemCodec.attribute(stored, attribute.getKey())).isEqualTo(attribute.getValue());
        assertThat(ItemCodec.decode(stored, Set.of(attribute.getKey(), "none")))
            .isEqualTo(Map.ofEntries(attribute));
      }
      assertThat(ItemCodec.attribute(stored, "none")).isNull();
    }
  }

  @Test
  void anItemThatWasCutIsNotRead() {
    byte[] stored = ItemCodec.INSTANCE.encode(Map.of("name", new Value.S("value")));
    assertThatThrownBy(() -> ItemCodec.INSTANCE.decode(Arrays.copyOf(stored, stored.length - 1)))
        .isInstanceOf(StoreException.class);
    stored[0] = 9;
    assertThatThrownBy(() -> ItemCodec.INSTANCE.decode(stored)).isInstanceOf(StoreException.class);
  }

  @Test
  void bothApisHaveTheSameSlots() {
    RandomValues some = new RandomValues(3);
    Map<String, Value> item = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      item.put("a" + i, some.value(2));
    }
    assertThat(AttributeValues.read(AttributeValues.streamViews(item))).isEqualTo(item);
  }

  @Test
  void textsAreOrderedByTheirBytes() {
    RandomValues some = new RandomValues(4);
    for (int i = 0; i < 3000; i++) {
      String a = some.text();
      String b = some.text();
      byte[] left = a.getBytes(StandardCharsets.UTF_8);
      byte[] right = b.getBytes(StandardCharsets.UTF_8);
      int order = Integer.signum(Arrays.compareUnsigned(left, right));
      assertThat(Integer.signum(Utf8.compare(a, b))).isEqualTo(order);
      assertThat(Utf8.length(a)).isEqualTo(left.length);
      assertThat(key(new Value.S(a)).compareTo(key(new Value.S(b))))
          .satisfies(found -> assertThat(Integer.signum(found)).isEqualTo(order));
    }
  }

  @Test
  void bytesAreOrderedUnsigned() {
    RandomValues some = new RandomValues(5);
    for (int i = 0; i < 3000; i++) {
      Bytes a = some.bytes();
      Bytes b = some.bytes();
      int order = Integer.signum(Arrays.compareUnsigned(a.toArray(), b.toArray()));
      assertThat(Integer.signum(ValueSets.compare(a, b))).isEqualTo(order);
      assertThat(Integer.signum(key(new Value.B(a)).compareTo(key(new Value.B(b)))))
          .isEqualTo(order);
    }
  }

  @Test
  void aKeyGivesItsValuesBack() {
    RandomValues some = new RandomValues(6);
    for (int i = 0; i < 500; i++) {
      Value value = some.value(0);
      if (KeyValues.isScalar(value)) {
        Key key = key(value).without(Key.of("t"));
        assertThat(KeyValues.read(key.reader(), value.kind())).isEqualTo(value);
      }
    }
  }

  @Test
  void setsAreEqualInAnyOrder() {
    assertThat(read(new AttributeValue().ns(List.of("10", "9", "1.0"))))
        .isEqualTo(read(new AttributeValue().ns(List.of("1", "10.0", "9"))));
    assertThat(
            ValueSets.union(ValueSets.texts(List.of("b", "a")), ValueSets.texts(List.of("c", "a"))))
        .isEqualTo(ValueSets.texts(List.of("a", "b", "c")));
    assertThat(
            ValueSets.difference(
                ValueSets.texts(List.of("c", "b", "a")), ValueSets.texts(List.of("b", "d"))))
        .isEqualTo(ValueSets.texts(List.of("a", "c")));
    assertThat(
            ValueSets.difference(ValueSets.texts(List.of("a")), ValueSets.texts(List.of("a", "b"))))
        .isNull();
  }

  @Test
  void sizesAreAwss() {
    assertThat(Sizes.item(Map.of("pk", new Value.S("é"), "n", Value.N.of(100)))).isEqualTo(7);
    assertThat(Sizes.value(new Value.L(List.of()))).isEqualTo(3);
    assertThat(Sizes.value(new Value.L(List.of(new Value.S("ab"), Value.BOOL.TRUE)))).isEqualTo(8);
    assertThat(Sizes.value(new Value.M(Map.of("key", Value.NULL.VALUE)))).isEqualTo(8);
    assertThat(Sizes.value(ValueSets.texts(List.of("a", "bc")))).isEqualTo(3);
  }

  @Test
  void whatIsNoValueIsRefused() {
    refused(
        new AttributeValue(),
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    refused(
        new AttributeValue().s("a").n("1"),
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
            + " supported datatypes");
    refused(
        new AttributeValue().null_(false),
        "One or more parameter values were invalid: Null attribute value types must have the value"
            + " of true");
    refused(
        new AttributeValue().ss(List.of()),
        "One or more parameter values were invalid: An string set  may not be empty");
    refused(
        new AttributeValue().ns(List.of()),
        "One or more parameter values were invalid: An number set  may not be empty");
    refused(
        new AttributeValue().bs(List.of()),
        "One or more parameter values were invalid: Binary sets should not be empty");
    refused(
        new AttributeValue().ss(List.of("b", "a", "b")),
        "One or more parameter values were invalid: Input collection [\"a\", \"b\", \"b\"] contains"
            + " duplicates.");
    refused(
        new AttributeValue().ns(List.of("1", "1.0")),
        "One or more parameter values were invalid: Input collection contains duplicates.");
    refused(
        new AttributeValue().bs(List.of(Bytes.utf8("b"), Bytes.utf8("a"), Bytes.utf8("a"))),
        "One or more parameter values were invalid: Input collection"
            + " [\"YQ==\",\"Yg==\",\"YQ==\"]of type BS contains duplicates.");
    refused(
        new AttributeValue().l(List.of(new AttributeValue().m(Map.of("a", new AttributeValue())))),
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }

  @Test
  void theOlderLayerHasOtherWords() {
    refusedByOlder(
        new AttributeValue().ss(List.of("b", "a", "b")),
        "One or more parameter values were invalid: Input collection [b, a, b] contains"
            + " duplicates.");
    refusedByOlder(
        new AttributeValue().ns(List.of("1", "1.0")), "Input collection contains duplicates");
    refusedByOlder(
        new AttributeValue().bs(List.of(Bytes.utf8("a"), Bytes.utf8("a"))),
        "One or more parameter values were invalid: Input collection [YQ==, YQ==]of type BS"
            + " contains duplicates.");
  }

  private static void refusedByOlder(AttributeValue value, String message) {
    assertThatThrownBy(() -> ValueReader.OLDER.read(value)).hasMessage(message);
  }

  @Test
  void attributesHaveNames() {
    AttributeValue nested = new AttributeValue().m(Map.of("", new AttributeValue().s("x")));
    refused(nested, "Empty attribute name");
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    item.put("deep", nested(40));
    item.put("", nested);
    assertThatThrownBy(() -> AttributeValues.read(item)).hasMessage("Empty attribute name");
  }

  @Test
  void emptyTextsAreValues() {
    assertThat(read(new AttributeValue().s(""))).isEqualTo(new Value.S(""));
    assertThat(read(new AttributeValue().ss(List.of("")))).isEqualTo(new Value.SS(List.of("")));
    assertThat(read(new AttributeValue().b(Bytes.EMPTY))).isEqualTo(new Value.B(Bytes.EMPTY));
  }

  @Test
  void valuesAreNestedOnlySoDeep() {
    assertThat(read(nested(31)).kind()).isEqualTo(Value.Kind.M);
    refused(
        nested(32),
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
            + " beyond supported limit");
  }

  @Test
  void emptyKeysAreRefused() {
    assertThatThrownBy(() -> KeyValues.requireNotEmpty("pk", new Value.S("")))
        .hasMessage(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty string value. Key: pk");
    assertThatThrownBy(() -> KeyValues.requireNotEmpty("pk", new Value.B(Bytes.EMPTY)))
        .hasMessage(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty binary value. Key: pk");
  }

  private static AttributeValue nested(int depth) {
    AttributeValue value = new AttributeValue().s("leaf");
    for (int i = 0; i < depth; i++) {
      value = new AttributeValue().m(Map.of("n", value));
    }
    return value;
  }

  private static Key key(Value value) {
    return KeyValues.append(Key.of("t"), value);
  }

  private static Value read(AttributeValue value) {
    return AttributeValues.read(value);
  }

  private static void refused(AttributeValue value, String message) {
    assertThatThrownBy(() -> read(value))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.code()).isEqualTo("ValidationException"))
        .hasMessage(message);
  }
}
