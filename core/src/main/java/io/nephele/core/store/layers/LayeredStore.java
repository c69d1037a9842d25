package io.nephele.core.store.layers;

import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.Transaction;
import java.util.List;
import java.util.function.Function;

/**
 * The store of one world: what its chain of layers shows. Every transaction reads where the world
 * stands, so forking and restoring it are seen by all at one moment, on every node; only while a
 * main world was never forked, nobody has to ({@link FirstFork}).
 */
public final class LayeredStore implements Store {
  private final Store beneath;
  private final String world;
  private final boolean main;
  private final FirstFork firstFork;
  private final boolean far;

  /** The chain that was seen last. Whoever sees another replaces it. */
  private volatile Chain known;

  private volatile boolean closed;

  LayeredStore(Store beneath, String world, boolean main, FirstFork firstFork) {
    this.beneath = beneath;
    this.world = world;
    this.main = main;
    this.firstFork = firstFork;
    this.far = beneath.isShared();
    this.known = Chain.FIRST;
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    if (!isNeverForked()) {
      return beneath.read(reader -> body.apply(new LateView(this, reader)));
    }
    try {
      return beneath.read(reader -> body.apply(new FirstLayerReader(reader)));
    } finally {
      firstFork.leave();
    }
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return write(null, body);
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    if (!isNeverForked()) {
      return beneath.write(
          hint, under -> body.apply(new LayeredTransaction(under, new LateView(this, under))));
    }
    try {
      return beneath.write(hint, under -> body.apply(new FirstLayerTransaction(under)));
    } finally {
      firstFork.leave();
    }
  }

  /** If so, {@link FirstFork#leave} is to be called in the end. */
  private boolean isNeverForked() {
    checkOpen();
    return main && firstFork.enter();
  }

  View view(Reader reader) {
    return new View(reader, chain(reader), new View.Changes());
  }

  /** Has a store that is far away fetch where the world stands, and rows that will be read. */
  void prefetch(Reader reader, List<Key> keys) {
    if (far) {
      reader.prefetch(List.of(Catalog.positionKey(world)));
      reader.prefetch(known.rows(keys));
    }
  }

  boolean isFar() {
    return far;
  }

  /** The chain that the world had when last seen. */
  Chain known() {
    return known;
  }

  Chain chain(Reader reader) {
    checkOpen();
    byte[] position = reader.get(Catalog.positionKey(world));
    Chain chain = known;
    if (chain.isAt(position) && (position != null || main)) {
      return chain;
    }
    if (position == null) {
      if (main) {
        return Chain.FIRST;
      }
      throw new StoreException("There is no world " + world + " any more", null);
    }
    chain = Catalog.chain(reader, position);
    known = chain;
    return chain;
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreException("The store of world " + world + " is closed", null);
    }
  }

  @Override
  public boolean isShared() {
    return beneath.isShared();
  }

  @Override
  public void flush() {
    if (closed) {
      return;
    }
    beneath.flush();
  }

  /** Ends the use of this world here; the store beneath is other worlds' too and stays open. */
  @Override
  public void close() {
    closed = true;
  }
}
