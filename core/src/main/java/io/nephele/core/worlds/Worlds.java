package io.nephele.core.worlds;

import io.nephele.core.World;
import io.nephele.core.blobs.BlobCollector;
import io.nephele.core.blobs.BlobReferences;
import io.nephele.core.blobs.Blobs;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.nodes.NodeListener;
import io.nephele.core.nodes.Nodes;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.layers.LayeredStores;
import io.nephele.core.store.layers.WorldRow;
import io.nephele.core.time.TurnableClock;
import io.nephele.core.time.WorldClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * All worlds of one store: the main world, and those that users fork of it. Each is a whole cloud
 * with its own state, clock and services. A world other than the main one is opened when it is
 * first asked for. Wrong names are an {@link IllegalArgumentException} with a message for the user.
 */
public final class Worlds implements AutoCloseable {
  /** The name of the world that is always there. */
  public static final String MAIN = "default";

  private static final System.Logger LOG = new LazyLogger(Worlds.class);

  /** The first part of access keys and a header's value, so nothing that either has a use for. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  /** Before the names of worlds that are still being imported. */
  private static final String UNFINISHED = "~";

  /** How long a blob is kept that no row refers to. */
  private static final Duration BLOB_GRACE = Duration.ofMinutes(10);

  private final LayeredStores stores;
  private final Blobs blobs;
  private final BlobCollector collector;
  private final Opening opening;
  private final Map<String, World> open = new ConcurrentHashMap<>();
  private final Nodes nodes;
  private final World main;
  private volatile boolean closed;
  private volatile Thread collecting;

  /** Makes the world of a store. */
  public interface Opening {
    /**
     * Makes a world.
     *
     * @param nodes the nodes that serve it
     * @param main the main world, or null if this is it
     */
    World open(String name, Store store, Nodes nodes, World main);
  }

  /** The worlds of a store and their large values, which are closed when they are. */
  public Worlds(Store store, Blobs blobs, Opening opening) {
    this.stores = new LayeredStores(store, MAIN);
    this.blobs = blobs;
    this.collector =
        new BlobCollector(
            blobs, () -> main().clock().machineTime(), BLOB_GRACE, this::forEachReference);
    this.opening = opening;
    this.nodes = new Nodes(store, new Elsewhere());
    nodes.join();
    this.main = opening.open(MAIN, stores.open(MAIN), nodes, null);
  }

  /** The processes that serve these worlds; this one alone if their store is not shared. */
  public Nodes nodes() {
    return nodes;
  }

  /** What this node has to do because of others. */
  private final class Elsewhere implements NodeListener {
    @Override
    public void changed(String name) {
      World world = name.equals(MAIN) ? main : open.get(name);
      if (world != null && (name.equals(MAIN) || stores.world(name) != null)) {
        world.forget();
      } else if (world != null && open.remove(name, world)) {
        world.close();
      }
    }

    /** Timers of worlds that only the other node had open are this node's now. */
    @Override
    public void gone() {
      stores
          .worlds()
          .forEach(
              (name, row) -> {
                if (!row.snapshot()) {
                  find(name);
                }
              });
    }
  }

  /** The world of those who name none. */
  public World main() {
    return main;
  }

  /** Begins to fire timers, of worlds that an earlier run left too. */
  public void start() {
    main.start();
    collecting = Thread.ofVirtual().name("blobs").start(this::collectAgainAndAgain);
    List<String> others = new ArrayList<>();
    List<String> unfinished = new ArrayList<>();
    stores
        .worlds()
        .forEach(
            (name, row) -> {
              if (name.startsWith(UNFINISHED)) {
                if (!nodes.isShared()) { // else another node may be at it
                  unfinished.add(name);
                }
              } else if (!row.snapshot()) {
                others.add(name);
              }
            });
    if (!others.isEmpty() || !unfinished.isEmpty()) {
      inBackground(
          () -> {
            unfinished.forEach(stores::delete);
            others.forEach(this::find);
            tidy();
          });
    }
  }

  /** The world of that name, or null if there is none or it is a snapshot. */
  public World find(String name) {
    if (name.equals(MAIN)) {
      return main;
    }
    World known = open.get(name);
    if (known != null) {
      return known;
    }
    WorldRow row = stores.world(name);
    if (row == null || row.snapshot() || closed || name.startsWith(UNFINISHED)) {
      return null;
    }
    return open.computeIfAbsent(name, this::open);
  }

  private World open(String name) {
    World world = opening.open(name, stores.open(name), nodes, main);
    world.start();
    return world;
  }

  /** All worlds and snapshots, the main world first. */
  public List<WorldInfo> list() {
    List<WorldInfo> list = new ArrayList<>();
    list.add(new WorldInfo(MAIN, false, null, null));
    stores
        .worlds()
        .forEach(
            (name, row) -> {
              if (!name.startsWith(UNFINISHED)) {
                list.add(new WorldInfo(name, row.snapshot(), row.parent(), row.createdAt()));
              }
            });
    return list;
  }

  /** Makes an empty world. */
  public void create(String name) {
    stores.create(checked(name), main.clock().now());
  }

  /** Makes a world that is what another world or a snapshot is now. */
  public void fork(String from, String name) {
    copy(from, name, false);
  }

  /** Keeps what a world is now. */
  public void snapshot(String world, String name) {
    copy(world, name, true);
  }

  private void copy(String from, String name, boolean snapshot) {
    checked(name);
    stores.fork(from, name, snapshot, clock(from).now());
  }

  private WorldClock clock(String name) {
    World world = find(name);
    return world == null ? main.clock() : world.clock();
  }

  /** Makes a world what a snapshot or another world is now. */
  public void restore(String world, String from) {
    stores.restore(world, from);
    forget(world);
    nodes.noteChange(world);
    inBackground(this::tidy);
  }

  /** Deletes a world or a snapshot. What was made of it stays. */
  public void delete(String name) {
    stores.delete(name);
    World world = open.remove(name);
    if (world != null) {
      world.close();
    }
    nodes.noteChange(name);
    inBackground(this::tidy);
  }

  private void forget(String name) {
    World world = name.equals(MAIN) ? main : open.get(name);
    if (world != null) {
      world.forget();
    }
  }

  /**
   * Compares two worlds or snapshots, in time that grows with what they do not share.
   *
   * @throws IOException if the report does
   */
  public DiffSummary compare(String before, String after, DiffOptions options, DiffReport report)
      throws IOException {
    requireThere(before);
    requireThere(after);
    WorldDiff diff = new WorldDiff(options, main.services()::table, main.rootKey());
    return unwrapped(
        () ->
            stores.compare(
                before,
                after,
                (one, other, keys) ->
                    wrapped(
                        () ->
                            diff.compare(
                                new KeysToCompare(keys, one, other), one, other, report))));
  }

  /** Writes a world or a snapshot to a file, as it is now. */
  public ArchiveSummary exportTo(OutputStream to, String name, String version) throws IOException {
    requireThere(name);
    ArchiveHeader header = ArchiveHeader.of(version, clock(name).now(), name);
    return unwrapped(
        () ->
            stores.readAtLength(
                name,
                reader ->
                    wrapped(
                        () ->
                            new WorldArchive()
                                .exportTo(to, header, reader, WorldBlobs.of(reader, blobs)))));
  }

  /**
   * Makes a world from a file. It is there when all of it is, or not at all.
   *
   * @param replace whether a world of that name becomes this one; else there must be none
   */
  public ArchiveSummary importFrom(InputStream from, String name, boolean replace)
      throws IOException {
    checked(name);
    if (!replace && (name.equals(MAIN) || stores.world(name) != null)) {
      throw new IllegalArgumentException("There is a world " + name + " already");
    }
    String unfinished = UNFINISHED + name;
    stores.create(unfinished, main.clock().now());
    boolean done = false;
    try {
      ArchiveSummary summary =
          new WorldArchive()
              .importInto(stores.open(unfinished), WorldBlobs.into(blobs), main.rootKey(), from);
      stores.rename(unfinished, name);
      done = true;
      forget(name);
      return summary;
    } finally {
      if (!done) {
        stores.delete(unfinished);
      }
    }
  }

  /** Refuses the name of a world or snapshot that is not there. */
  public void requireThere(String name) {
    if (!name.equals(MAIN) && (stores.world(name) == null || name.startsWith(UNFINISHED))) {
      throw new IllegalArgumentException("There is no world " + name);
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T wrapped(Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T unwrapped(Supplier<T> work) throws IOException {
    try {
      return work.get();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A world's name is up to 63 letters, digits, - and _, not: " + name);
    }
    return name;
  }

  private void tidy() {
    try {
      while (!closed && stores.tidy()) {
        Thread.yield();
      }
    } catch (StoreException e) {
      if (!closed) {
        LOG.log(System.Logger.Level.WARNING, "Layers of worlds could not be put together", e);
      }
    }
  }

  private static void inBackground(Runnable task) {
    Thread.ofVirtual().name("worlds").start(task);
  }

  private void forEachReference(Consumer<String> to) {
    stores.forEachKey(BlobReferences::isTable, key -> to.accept(BlobReferences.blobOf(key)));
  }

  private void collectAgainAndAgain() {
    WorldClock machine = new TurnableClock();
    try {
      while (true) {
        machine.sleepUntil(machine.now().plus(BLOB_GRACE));
        collectQuietly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void collectQuietly() {
    try {
      collectBlobs();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Blobs could not be collected", e);
    }
  }

  /**
   * Looks for blobs that no row of any world refers to, and deletes those that were found so ten
   * minutes ago, too. Reads all files' names and all references.
   */
  public BlobCollector.Result collectBlobs() throws IOException {
    return collector.collect();
  }

  /** Ends the waits of all calls, because no more are going to be answered. */
  public void endWaits() {
    main.endWaits();
    open.values().forEach(World::endWaits);
  }

  @Override
  public void close() {
    closed = true;
    if (collecting != null) {
      collecting.interrupt();
    }
    open.values().forEach(World::close);
    main.close();
    nodes.close();
    stores.close();
    blobs.close();
  }
}
