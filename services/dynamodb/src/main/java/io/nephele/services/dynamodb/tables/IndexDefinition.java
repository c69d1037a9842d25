package io.nephele.services.dynamodb.tables;

import io.nephele.core.store.Key;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A secondary index as the operations on items see it. Immutable. */
public final class IndexDefinition {
  private final IndexRow row;
  private final List<KeyAttribute> hash;
  private final List<KeyAttribute> range;
  private final Set<String> projected;
  private final Key entries;

  IndexDefinition(IndexRow row, TableRow table, Key tableKey) {
    this.row = row;
    this.hash = attributes(row.hash(), table.attributes());
    this.range = attributes(row.range(), table.attributes());
    this.entries = tableKey.with(row.number());
    this.projected = row.projection().equals("ALL") ? null : projected(row, table);
  }

  static List<KeyAttribute> attributes(List<String> names, Map<String, String> types) {
    List<KeyAttribute> attributes = new ArrayList<>(names.size());
    for (String name : names) {
      attributes.add(new KeyAttribute(name, types.get(name)));
    }
    return List.copyOf(attributes);
  }

  private static Set<String> projected(IndexRow row, TableRow table) {
    Set<String> names = new LinkedHashSet<>(row.hash());
    names.addAll(row.range());
    names.add(table.hash());
    if (table.range() != null) {
      names.add(table.range());
    }
    if (row.projection().equals("INCLUDE")) {
      names.addAll(row.included());
    }
    return Set.copyOf(names);
  }

  /** What is stored of it. */
  public IndexRow row() {
    return row;
  }

  /** Its name. */
  public String name() {
    return row.name();
  }

  /** Whether it is a global one. */
  public boolean isGlobal() {
    return row.global();
  }

  /** The attributes of its partition key. */
  public List<KeyAttribute> hash() {
    return hash;
  }

  /** The attributes of its sort key; empty where it has none. */
  public List<KeyAttribute> range() {
    return range;
  }

  /** The names of the attributes that it holds, or null if it holds all. */
  public Set<String> projected() {
    return projected;
  }

  /** What the keys of its entries begin with. */
  public Key entries() {
    return entries;
  }
}
