package io.nephele.services.lambda.layers;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;

/** The tables of layers. Holds no state. */
public final class LayerTable {
  private static final String LAYER = "layer:";

  private final Table<LayerVersionRow> versions = Table.of("lambda.layers", LayerVersionRow.class);
  private final Table<Numbers> numbers = Table.of("lambda.layerNumbers", Numbers.class);

  /** What is stored of a layer, even when all its versions are deleted. */
  record Numbers(long last) {}

  Table<LayerVersionRow> versions() {
    return versions;
  }

  Table<Numbers> numbers() {
    return numbers;
  }

  /** The version of a layer that an ARN names, or null. */
  public LayerVersionRow find(Reader reader, String versionArn) {
    int colon = versionArn.lastIndexOf(':');
    String number = versionArn.substring(colon + 1);
    if (number.isEmpty() || number.length() > 18 || !number.chars().allMatch(Character::isDigit)) {
      return null;
    }
    Key layer = place(versionArn.substring(0, colon));
    return layer == null ? null : versions.get(reader, layer.with(Long.parseLong(number)));
  }

  /** Where a layer's rows are; null if the text is no layer's ARN. */
  static Key place(String layerArn) {
    Arn arn = Arn.parse(layerArn);
    if (arn == null || !arn.resource().startsWith(LAYER)) {
      return null;
    }
    return Key.of(arn.account()).with(arn.region()).with(arn.resource().substring(LAYER.length()));
  }
}
