package io.nephele.core.worlds;

import io.nephele.core.store.Codec;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How the rows of a table are told to people. A service says it in its bindings for tables whose
 * values are no plain records, and where keys need explaining; other tables explain themselves.
 *
 * <pre>TableDescription.of(Receipt.CODEC).key("queueId", "sequence")</pre>
 *
 * @param keyParts the names of the parts of keys after account and region; parts beyond them have
 *     none
 * @param internal whether rows only repeat what rows of other tables say, as those of indexes do,
 *     or are a service's own bookkeeping, so that a comparison need not list them
 * @param value what a stored value says, as a tree of {@link RowTree}
 * @param resources gives, for one state of the store, what finds the ARN of the resource that a row
 *     belongs to by the row's key in the table, or null where there is none
 */
public record TableDescription(
    List<String> keyParts,
    boolean internal,
    Function<byte[], Object> value,
    Function<Reader, Function<Key, String>> resources) {

  /** What is said of a table that nothing is known of: {@link RowTree#of(byte[])}. */
  public static final TableDescription UNKNOWN =
      new TableDescription(List.of(), false, RowTree::of, reader -> key -> null);

  /** A table of records with a codec of their own, told by their components. */
  public static <V extends Record> TableDescription of(Codec<V> codec) {
    return of(codec, RowTree::of);
  }

  /** A table of values with a codec of their own, told by a function. */
  public static <V> TableDescription of(Codec<V> codec, Function<? super V, ?> tree) {
    return new TableDescription(
        List.of(), false, stored -> tree.apply(codec.decode(stored)), UNKNOWN.resources);
  }

  /** This, with names of the parts of keys after account and region. */
  public TableDescription key(String... names) {
    return new TableDescription(List.of(names), internal, value, resources);
  }

  /** This, of a table that a comparison need not list. */
  public TableDescription asInternal() {
    return new TableDescription(keyParts, true, value, resources);
  }

  /** This, with the ARNs of the resources that rows belong to. */
  public TableDescription belongingTo(Function<Reader, Function<Key, String>> resourceArns) {
    return new TableDescription(keyParts, internal, value, resourceArns);
  }

  /**
   * This, with fields whose values are secrets: only whether they differ is told. Fields of these
   * names are hidden wherever they are in the value.
   */
  public TableDescription hiding(String... fields) {
    Set<String> names = Set.of(fields);
    return new TableDescription(
        keyParts, internal, stored -> Secrets.hide(value.apply(stored), names), resources);
  }

  /** The tree of a sealed value that cannot be opened: only whether it differs is told. */
  Object sealedTree(byte[] stored) {
    return Secrets.hide(Map.of("sealed", RowTree.of(stored)), Set.of("sealed"));
  }

  /** The tree of a stored value; bytes that are not what was expected explain themselves. */
  Object tree(byte[] stored) {
    try {
      return value.apply(stored);
    } catch (RuntimeException unexpected) {
      return RowTree.of(stored);
    }
  }
}
