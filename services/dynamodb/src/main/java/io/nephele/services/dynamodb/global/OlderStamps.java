package io.nephele.services.dynamodb.global;

import io.nephele.core.time.WorldClock;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.Numbers;
import io.nephele.services.dynamodb.values.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes that global tables of version 2017.11.29 add to items: when and where they were
 * last written.
 */
public final class OlderStamps implements ItemStore.Stamps {
  private static final String DELETING = "aws:rep:deleting";
  private static final String TIME = "aws:rep:updatetime";
  private static final String REGION = "aws:rep:updateregion";

  private final WorldClock clock;

  /** Stamps of that time. */
  public OlderStamps(WorldClock clock) {
    this.clock = clock;
  }

  @Override
  public Map<String, Value> stamped(
      TableDefinition table, Map<String, Value> before, Map<String, Value> after) {
    if (before != null && bare(before).equals(bare(after))) {
      return before;
    }
    Map<String, Value> stamped = new LinkedHashMap<>(after);
    stamped.put(DELETING, Value.BOOL.of(false));
    stamped.put(TIME, Numbers.of(BigDecimal.valueOf(clock.millis(), 3)));
    stamped.put(REGION, new Value.S(table.row().region()));
    return stamped;
  }

  private static Map<String, Value> bare(Map<String, Value> item) {
    Map<String, Value> bare = new HashMap<>(item);
    bare.remove(DELETING);
    bare.remove(TIME);
    bare.remove(REGION);
    return bare;
  }
}
