package io.nephele.core.store.layers;

import io.nephele.core.store.Codec;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LongsCodec;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows that say which worlds and layers there are. */
final class Catalog {
  /** The parent of a layer that has none. */
  static final long NONE = -1;

  private static final Key ROOT = Layer.RESERVED.with(-1);
  private static final Key WORLDS = ROOT.with("worlds");
  private static final Key POSITIONS = ROOT.with("positions");
  private static final Key PARENTS = ROOT.with("parents");
  private static final Key LAST_LAYER = ROOT.with("lastLayer");

  private static final Codec<Long> LONGS =
      new LongsCodec<>(1, number -> new long[] {number}, numbers -> numbers[0]);

  /** Made when first used, because it looks into the record. */
  private static final class Rows {
    static final Codec<WorldRow> CODEC = RecordCodec.of(WorldRow.class);
  }

  private Catalog() {}

  static Key positionKey(String world) {
    return POSITIONS.with(world);
  }

  /** Where a world stands, or null if there is no such world. */
  static Position position(Reader reader, String world) {
    byte[] stored = reader.get(positionKey(world));
    return stored == null ? null : Position.CODEC.decode(stored);
  }

  static void put(Transaction transaction, String world, Position position) {
    transaction.put(positionKey(world), Position.CODEC.encode(position));
  }

  /** All worlds that were ever forked or made so, by name, and where they stand. */
  static Map<String, Position> positions(Reader reader) {
    Map<String, Position> positions = new TreeMap<>();
    for (Entry entry : reader.scan(KeyRange.prefix(POSITIONS), Direction.FORWARD)) {
      positions.put(
          entry.key().without(POSITIONS).reader().nextText(), Position.CODEC.decode(entry.value()));
    }
    return positions;
  }

  static WorldRow world(Reader reader, String name) {
    byte[] stored = reader.get(WORLDS.with(name));
    return stored == null ? null : Rows.CODEC.decode(stored);
  }

  static void put(Transaction transaction, String name, WorldRow world) {
    transaction.put(WORLDS.with(name), Rows.CODEC.encode(world));
  }

  /** All worlds and snapshots that were made, by name. */
  static Map<String, WorldRow> worlds(Reader reader) {
    Map<String, WorldRow> worlds = new TreeMap<>();
    for (Entry entry : reader.scan(KeyRange.prefix(WORLDS), Direction.FORWARD)) {
      worlds.put(entry.key().without(WORLDS).reader().nextText(), Rows.CODEC.decode(entry.value()));
    }
    return worlds;
  }

  static void delete(Transaction transaction, String world) {
    transaction.delete(WORLDS.with(world));
    transaction.delete(positionKey(world));
  }

  /** The layer under a layer, or {@link #NONE}. */
  static long parent(Reader reader, long layer) {
    byte[] stored = reader.get(PARENTS.with(layer));
    return stored == null ? NONE : LONGS.decode(stored);
  }

  static void setParent(Transaction transaction, long layer, long parent) {
    transaction.put(PARENTS.with(layer), LONGS.encode(parent));
  }

  static void deleteLayer(Transaction transaction, Layer layer) {
    transaction.delete(PARENTS.with(layer.id()));
    transaction.deleteRange(layer.rows(KeyRange.ALL));
    if (!layer.isFirst()) {
      transaction.deletePrefix(layer.holes());
    }
  }

  /** All layers that were made; the first layer may be among them. */
  static List<Long> layers(Reader reader) {
    List<Long> layers = new ArrayList<>();
    for (Entry entry : reader.scan(KeyRange.prefix(PARENTS), Direction.FORWARD)) {
      layers.add(entry.key().without(PARENTS).reader().nextLong());
    }
    return layers;
  }

  /** The layers that lie on a layer. */
  static List<Long> children(Reader reader, long layer) {
    List<Long> children = new ArrayList<>();
    for (Entry entry : reader.scan(KeyRange.prefix(PARENTS), Direction.FORWARD)) {
      if (LONGS.decode(entry.value()) == layer) {
        children.add(entry.key().without(PARENTS).reader().nextLong());
      }
    }
    return children;
  }

  /** A new, empty layer. */
  static long newLayer(Transaction transaction, long parent) {
    byte[] last = transaction.get(LAST_LAYER);
    long layer = last == null ? 1 : LONGS.decode(last) + 1;
    transaction.put(LAST_LAYER, LONGS.encode(layer));
    setParent(transaction, layer, parent);
    return layer;
  }

  /** The chain of a position. */
  static Chain chain(Reader reader, byte[] stored) {
    List<Layer> layers = new ArrayList<>();
    long layer = Position.CODEC.decode(stored).layer();
    while (layer != NONE) {
      layers.add(Layer.of(layer));
      layer = parent(reader, layer);
    }
    return new Chain(stored, List.copyOf(layers));
  }

  /** Whether a layer has neither rows nor holes. */
  static boolean isEmpty(Reader reader, Layer layer) {
    Scan rows = reader.scan(layer.rows(KeyRange.ALL), Direction.FORWARD);
    return !rows.hasNext() && (layer.isFirst() || !new Holes(reader, layer).scan().hasNext());
  }
}
