package io.nephele.core.store;

import io.nephele.core.secrets.RootKey;
import io.nephele.core.secrets.SealedCodec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A named part of the store whose values are of one type. Keys given to a table are relative to its
 * name. By convention a table is named {@code <service>.<table>} and its keys begin with account
 * and region, so that a service or an account can be emptied without knowing its tables. Holds no
 * state.
 */
public final class Table<V> {
  private final String name;
  private final Key prefix;
  private final Codec<V> codec;

  private Table(String name, Codec<V> codec) {
    this.name = name;
    this.prefix = Key.of(name);
    this.codec = codec;
  }

  /**
   * A table of records. The class is looked into when a record is first stored or read, as that
   * takes milliseconds.
   */
  public static <V extends Record> Table<V> of(String name, Class<V> type) {
    return new Table<>(name, new LazyCodec<>(type));
  }

  /** A table of records that are read so often that the latest are kept as they were decoded. */
  public static <V extends Record> Table<V> ofOftenRead(String name, Class<V> type) {
    return new Table<>(name, new RecentlyDecoded<>(new LazyCodec<>(type)));
  }

  /** A table of records with secrets: they are stored sealed, and the latest kept as decoded. */
  public static <V extends Record> Table<V> sealed(String name, Class<V> type, RootKey rootKey) {
    return new Table<>(
        name, new RecentlyDecoded<>(new SealedCodec<>(new LazyCodec<>(type), rootKey)));
  }

  /** A table of values with a codec of their own. */
  public static <V> Table<V> of(String name, Codec<V> codec) {
    return new Table<>(name, codec);
  }

  /** The table's name. */
  public String name() {
    return name;
  }

  /** The key of the store under which a key of this table lies. */
  public Key storeKey(Key key) {
    return prefix.with(key);
  }

  /** The value under a key, or null. */
  public V get(Reader reader, Key key) {
    Key place = prefix.with(key);
    byte[] stored = reader.get(place);
    return stored == null ? null : codec.decode(place, stored);
  }

  /** Whether there is a value under the key. */
  public boolean contains(Reader reader, Key key) {
    return reader.get(prefix.with(key)) != null;
  }

  /** Stores a value in place of the one there was. */
  public void put(Transaction transaction, Key key, V value) {
    Key place = prefix.with(key);
    transaction.put(place, codec.encode(place, value));
  }

  /** Removes a key; one that is not there stays so. */
  public void delete(Transaction transaction, Key key) {
    transaction.delete(prefix.with(key));
  }

  /** Removes the key and all keys that begin with its parts. */
  public void deletePrefix(Transaction transaction, Key leading) {
    transaction.deletePrefix(prefix.with(leading));
  }

  /** Removes all keys of a range. */
  public void deleteRange(Transaction transaction, KeyRange range) {
    transaction.deleteRange(range.under(prefix));
  }

  /** The rows whose keys begin with these parts, ascending. */
  public Rows<V> scan(Reader reader, Key leading) {
    return scan(reader, KeyRange.prefix(leading), Direction.FORWARD);
  }

  /** The rows of a range of this table's keys, fetched as they are asked for. */
  public Rows<V> scan(Reader reader, KeyRange range, Direction direction) {
    return new Rows<>(reader.scan(range.under(prefix), direction), prefix, codec);
  }

  /** The first row whose key begins with these parts, or null. */
  public Row<V> first(Reader reader, Key leading) {
    Rows<V> rows = scan(reader, leading);
    return rows.hasNext() ? rows.next() : null;
  }

  /**
   * The names of all tables that have rows, in order: one step a table, however many rows it has.
   */
  public static List<String> names(Reader reader) {
    List<String> names = new ArrayList<>();
    KeyRange rest = KeyRange.ALL;
    for (Scan scan = reader.scan(rest); scan.hasNext(); scan = reader.scan(rest)) {
      String name = scan.next().key().reader().nextText();
      names.add(name);
      rest = rest.startingAfter(Key.of(name));
    }
    return names;
  }

  /** A row of a table; the value is decoded when first asked for. */
  public static final class Row<V> {
    private final Key place;
    private final Key key;
    private final byte[] stored;
    private final Codec<V> codec;
    private V value;

    private Row(Key place, Key key, byte[] stored, Codec<V> codec) {
      this.place = place;
      this.key = key;
      this.stored = stored;
      this.codec = codec;
    }

    /** The key, relative to the table. */
    public Key key() {
      return key;
    }

    /** The value. */
    public V value() {
      if (value == null) {
        value = codec.decode(place, stored);
      }
      return value;
    }
  }

  /** Rows of a table, fetched as they are asked for; usable once, inside the body that asked. */
  @SuppressWarnings("IterableAndIterator") // for loops over what can be iterated once anyway
  public static final class Rows<V> implements Iterator<Row<V>>, Iterable<Row<V>> {
    private final Scan scan;
    private final Key prefix;
    private final Codec<V> codec;

    private Rows(Scan scan, Key prefix, Codec<V> codec) {
      this.scan = scan;
      this.prefix = prefix;
      this.codec = codec;
    }

    @Override
    public boolean hasNext() {
      return scan.hasNext();
    }

    @Override
    public Row<V> next() {
      Entry entry = scan.next();
      return new Row<>(entry.key(), entry.key().without(prefix), entry.value(), codec);
    }

    @Override
    public Iterator<Row<V>> iterator() {
      return this;
    }
  }
}
