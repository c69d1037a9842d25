package io.nephele.services.dynamodb.capacity;

import io.nephele.api.dynamodb.Capacity;
import io.nephele.api.dynamodb.ConsumedCapacity;
import io.nephele.services.dynamodb.insights.KeyCounts;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.WriteUnits;
import io.nephele.services.dynamodb.metrics.TableMetrics;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The capacity units that a call consumes of one table and its indexes. For one thread. */
public final class Consumed {
  private static final String NONE = "NONE";
  private static final String INDEXES = "INDEXES";

  private final TableDefinition table;
  private final String name;
  private double read;
  private double write;
  private double[] indexRead;
  private double[] indexWrite;
  private List<ByKey> byKeys;

  /** What was consumed for a key of the table, or of an index. */
  private record ByKey(IndexDefinition index, List<Value> hash, List<Value> range, double units) {}

  /**
   * Nothing yet.
   *
   * @param name the table as the call names it: the name or the ARN
   */
  public Consumed(TableDefinition table, String name) {
    this.table = table;
    this.name = name;
  }

  /** Whether a call wants to know. */
  public static boolean isAsked(String mode) {
    return mode != null && !mode.equals(NONE);
  }

  /** The table. */
  public TableDefinition table() {
    return table;
  }

  /** Adds what a read of the table consumes. */
  public void read(double units) {
    read += units;
  }

  /** Adds what a read of an item consumes. */
  public void read(ItemKey key, double units) {
    read += units;
    forKey(key, units);
  }

  /** Adds what a write of an item consumes, as {@link #write(WriteUnits, int)}. */
  public void write(ItemKey key, WriteUnits units, int times) {
    write(units, times);
    forKey(key, (double) units.table() * times);
  }

  private void forKey(ItemKey key, double units) {
    if (table.insights(null) != null) {
      List<Value> range = key.range() == null ? List.of() : List.of(key.range());
      add(new ByKey(null, List.of(key.hash()), range, units));
    }
  }

  /** Says that what an index, or the table if it is null, consumed was for a partition. */
  public void forPartition(IndexDefinition index, List<Value> hash, double units) {
    if ((index == null || index.isGlobal()) && table.insights(index) != null) {
      add(new ByKey(index, hash, List.of(), units));
    }
  }

  private void add(ByKey one) {
    if (byKeys == null) {
      byKeys = new ArrayList<>();
    }
    byKeys.add(one);
  }

  /** Adds what a read of an index consumes. */
  public void read(IndexDefinition index, double units) {
    if (indexRead == null) {
      indexRead = new double[table.indexes().size()];
    }
    indexRead[table.indexes().indexOf(index)] += units;
  }

  /**
   * Adds what a write consumes.
   *
   * @param times how often the table's part counts: twice in a transaction; indexes count once
   */
  public void write(WriteUnits units, int times) {
    write += (double) units.table() * times;
    for (int i = 0; i < units.indexes().length; i++) {
      if (units.indexes()[i] > 0) {
        if (indexWrite == null) {
          indexWrite = new double[units.indexes().length];
        }
        indexWrite[i] += units.indexes()[i];
      }
    }
  }

  /** Adds write units of the table alone. */
  public void write(double units) {
    write += units;
  }

  /** The read units of the table itself and its local indexes. */
  double tableRead() {
    return read + ofIndexes(indexRead, false);
  }

  /** The write units of the table itself and its local indexes. */
  double tableWrite() {
    return write + ofIndexes(indexWrite, false);
  }

  /** The read units of an index. */
  double indexRead(int index) {
    return indexRead == null ? 0 : indexRead[index];
  }

  /** The write units of an index. */
  double indexWrite(int index) {
    return indexWrite == null ? 0 : indexWrite[index];
  }

  /** Tells CloudWatch. */
  void tell(TableMetrics metrics) {
    tell(metrics.keys());
    metrics.consumed(table, null, tableRead(), tableWrite());
    for (int i = 0; i < table.indexes().size(); i++) {
      if (table.indexes().get(i).isGlobal()) {
        metrics.consumed(table, table.indexes().get(i), indexRead(i), indexWrite(i));
      }
    }
  }

  /** Tells which keys were used. */
  private void tell(KeyCounts counts) {
    if (byKeys == null) {
      return;
    }
    for (ByKey one : byKeys) {
      counts.used(table.insights(one.index), one.hash, one.range, one.units);
    }
  }

  private double ofIndexes(double[] units, boolean global) {
    double sum = 0;
    for (int i = 0; units != null && i < units.length; i++) {
      sum += table.indexes().get(i).isGlobal() == global ? units[i] : 0;
    }
    return sum;
  }

  private static double sum(double[] units) {
    double sum = 0;
    for (int i = 0; units != null && i < units.length; i++) {
      sum += units[i];
    }
    return sum;
  }

  /**
   * What a call is told; null if it did not ask.
   *
   * @param mode TOTAL, INDEXES, NONE or null
   * @param apart whether reads and writes are told apart too, as in transactions
   */
  public ConsumedCapacity toApi(String mode, boolean apart) {
    if (!isAsked(mode)) {
      return null;
    }
    double reads = read + sum(indexRead);
    double writes = write + sum(indexWrite);
    ConsumedCapacity out = new ConsumedCapacity().tableName(name).capacityUnits(reads + writes);
    if (apart && reads > 0) {
      out.readCapacityUnits(reads);
    }
    if (apart && writes > 0) {
      out.writeCapacityUnits(writes);
    }
    if (mode.equals(INDEXES)) {
      out.table(capacity(read, write, apart));
      out.localSecondaryIndexes(indexes(false, apart));
      out.globalSecondaryIndexes(indexes(true, apart));
    }
    return out;
  }

  private Map<String, Capacity> indexes(boolean global, boolean apart) {
    Map<String, Capacity> capacities = new LinkedHashMap<>();
    for (int i = 0; i < table.indexes().size(); i++) {
      IndexDefinition index = table.indexes().get(i);
      boolean used =
          indexRead != null && indexRead[i] > 0 || indexWrite != null && indexWrite[i] > 0;
      if (used && index.isGlobal() == global) {
        capacities.put(index.name(), capacity(indexRead(i), indexWrite(i), apart));
      }
    }
    return capacities.isEmpty() ? null : capacities;
  }

  private static Capacity capacity(double read, double write, boolean apart) {
    Capacity capacity = new Capacity().capacityUnits(read + write);
    if (apart && read > 0) {
      capacity.readCapacityUnits(read);
    }
    if (apart && write > 0) {
      capacity.writeCapacityUnits(write);
    }
    return capacity;
  }
}
