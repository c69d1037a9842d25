package io.nephele.core.store.layers;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The worlds that are kept in one store. The main world is always there and needs no row until it
 * is first forked. Names are any text; a wrong one is an {@link IllegalArgumentException} with a
 * message for the user.
 */
public final class LayeredStores implements AutoCloseable {
  /** The rows that one step of tidying moves. */
  private static final int ROWS_AT_ONCE = 500;

  private final Store beneath;
  private final String main;
  private final FirstFork firstFork;

  /**
   * The worlds of a store, which it closes when it is closed.
   *
   * @param main the name of the world that is always there
   */
  public LayeredStores(Store beneath, String main) {
    this.beneath = beneath;
    this.main = main;
    this.firstFork = new FirstFork(beneath);
  }

  /** The state of a world; what was opened for a world that is not there fails when used. */
  public LayeredStore open(String world) {
    return new LayeredStore(beneath, world, world.equals(main), firstFork);
  }

  /** All worlds and snapshots but the main world, by name. */
  public Map<String, WorldRow> worlds() {
    return beneath.read(Catalog::worlds);
  }

  /**
   * A world or snapshot, or null if there is none of that name, which the main world has none of.
   */
  public WorldRow world(String name) {
    return beneath.read(reader -> Catalog.world(reader, name));
  }

  /** Makes an empty world. */
  public void create(String name, Instant now) {
    firstFork.happens();
    beneath.write(
        transaction -> {
          requireUnused(transaction, name);
          long layer = Catalog.newLayer(transaction, Catalog.NONE);
          Catalog.put(transaction, name, new Position(layer, 0, 0));
          Catalog.put(transaction, name, new WorldRow(false, null, now));
          return null;
        });
  }

  /**
   * Makes a world or a snapshot that is what another is now. Takes a moment however much is in it,
   * and no room but for what differs later.
   */
  public void fork(String from, String name, boolean snapshot, Instant now) {
    firstFork.happens();
    beneath.write(
        transaction -> {
          requireUnused(transaction, name);
          WorldRow source = Catalog.world(transaction, from);
          Position position = require(transaction, from);
          long frozen = freeze(transaction, from, position, source);
          long layer = snapshot ? frozen : Catalog.newLayer(transaction, frozen);
          Catalog.put(transaction, name, new Position(layer, 0, 0));
          Catalog.put(transaction, name, new WorldRow(snapshot, from, now));
          return null;
        });
  }

  /** A layer that shows what the world is now and that nobody will write to again. */
  private static long freeze(
      Transaction transaction, String world, Position position, WorldRow row) {
    if (row != null && row.snapshot()) {
      return position.layer();
    }
    Layer own = Layer.of(position.layer());
    long parent = Catalog.parent(transaction, own.id());
    if (parent != Catalog.NONE && Catalog.isEmpty(transaction, own)) {
      return parent; // nothing has changed since it was last frozen
    }
    long fresh = Catalog.newLayer(transaction, own.id());
    Catalog.put(transaction, world, position.at(fresh));
    return own.id();
  }

  /** Makes a world what another world or a snapshot is now. */
  public void restore(String world, String from) {
    firstFork.happens();
    beneath.write(
        transaction -> {
          Position before = requireWorld(transaction, world);
          Position source = require(transaction, from);
          if (world.equals(from)) {
            throw new IllegalArgumentException("A world cannot be restored from itself");
          }
          long frozen = freeze(transaction, from, source, Catalog.world(transaction, from));
          long layer = Catalog.newLayer(transaction, frozen);
          Catalog.put(transaction, world, before.becoming(layer));
          prune(transaction, before.layer());
          return null;
        });
  }

  /** Deletes a world or a snapshot; those that were made of it stay. The main world stays too. */
  public void delete(String name) {
    beneath.write(
        transaction -> {
          if (name.equals(main)) {
            throw new IllegalArgumentException(
                "The world " + main + " is always there; it can be reset");
          }
          Position position = require(transaction, name);
          Catalog.delete(transaction, name);
          prune(transaction, position.layer());
          return null;
        });
  }

  /**
   * Gives what a world is to another name, and its own name up: how an import becomes visible at
   * one moment. A world that has the other name becomes this; a new one is made if there is none.
   */
  public void rename(String world, String name) {
    firstFork.happens();
    beneath.write(
        transaction -> {
          Position source = requireWorld(transaction, world);
          WorldRow row = Catalog.world(transaction, world);
          Catalog.delete(transaction, world);
          if (Catalog.world(transaction, name) == null && !name.equals(main)) {
            Catalog.put(transaction, name, row);
            Catalog.put(transaction, name, source);
          } else {
            Position before = requireWorld(transaction, name);
            Catalog.put(transaction, name, before.becoming(source.layer()));
            prune(transaction, before.layer());
          }
          return null;
        });
  }

  /** Deletes a layer that no world stands on and no layer lies on, and then those beneath. */
  private static void prune(Transaction transaction, long first) {
    Map<String, Position> positions = Catalog.positions(transaction);
    long layer = first;
    while (layer != Catalog.NONE
        && !isStoodOn(positions, layer)
        && Catalog.children(transaction, layer).isEmpty()) {
      long parent = Catalog.parent(transaction, layer);
      Catalog.deleteLayer(transaction, Layer.of(layer));
      layer = parent;
    }
  }

  private static boolean isStoodOn(Map<String, Position> positions, long layer) {
    return positions.values().stream().anyMatch(position -> position.layer() == layer);
  }

  private Position require(Transaction transaction, String name) {
    Position position = Catalog.position(transaction, name);
    if (position == null && name.equals(main)) {
      return Position.FIRST;
    }
    if (position == null) {
      throw new IllegalArgumentException("There is no world " + name);
    }
    return position;
  }

  private Position requireWorld(Transaction transaction, String name) {
    Position position = require(transaction, name);
    WorldRow row = Catalog.world(transaction, name);
    if (row != null && row.snapshot()) {
      throw new IllegalArgumentException(name + " is a snapshot, which nothing changes");
    }
    return position;
  }

  private void requireUnused(Transaction transaction, String name) {
    if (name.equals(main) || Catalog.world(transaction, name) != null) {
      throw new IllegalArgumentException("There is a world " + name + " already");
    }
  }

  /**
   * Hands on the keys of all rows of some tables, of all worlds and snapshots at one moment, each
   * once however many of them share it, and without the table's name. There may be some that no
   * world sees any more.
   */
  public void forEachKey(Predicate<String> table, Consumer<Key> to) {
    beneath.read(
        reader -> {
          AllRows.forEach(reader, table, to);
          return null;
        });
  }

  /** How many layers a world is made of. */
  public int depth(String world) {
    LayeredStore store = open(world);
    return beneath.read(reader -> store.chain(reader).depth());
  }

  /**
   * Puts layers together that are no longer shared: moves some rows of one into the one beneath.
   * Worlds look the same at every moment. To be called until it returns false.
   */
  public boolean tidy() {
    return beneath.write(new Tidying(main, ROWS_AT_ONCE)::step);
  }

  /** Takes one state of two worlds, and the keys under which they may differ. */
  public interface Comparison<T> {
    /**
     * Compares.
     *
     * @param keys ascending; may hold keys under which both have the same, and none is missing
     */
    T of(Reader left, Reader right, Iterator<Key> keys);
  }

  /** Reads one state of a world for as long as it takes; nobody waits for it. */
  public <T> T readAtLength(String world, Function<Reader, T> body) {
    LayeredStore store = open(world);
    return beneath.read(reader -> body.apply(store.view(reader)));
  }

  /** Compares two worlds in time that grows with what they do not share. */
  public <T> T compare(String left, String right, Comparison<T> comparison) {
    LayeredStore one = open(left);
    LayeredStore other = open(right);
    return beneath.read(
        reader ->
            comparison.of(
                one.view(reader),
                other.view(reader),
                new DifferingKeys(reader, one.chain(reader), other.chain(reader))));
  }

  @Override
  public void close() {
    beneath.close();
  }
}
