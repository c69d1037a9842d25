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
 * stands, so forking and restoring it are seen by all at one moment, on every node.
 */
public final class LayeredStore implements Store {
  private final Store beneath;
  private final String world;
  private final boolean main;
  private final boolean far;

  /** The chain that was seen last. Whoever sees another replaces it. */
  private volatile Chain known;

  private volatile boolean closed;

  LayeredStore(Store beneath, String world, boolean main) {
    this.beneath = beneath;
    this.world = world;
    this.main = main;
    this.far = beneath.isShared();
    this.known = Chain.FIRST;
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    return beneath.read(reader -> body.apply(new LateView(this, reader)));
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return beneath.write(transaction -> body.apply(transaction(transaction)));
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    return beneath.write(hint, transaction -> body.apply(transaction(transaction)));
  }

  View view(Reader reader) {
    return new View(reader, chain(reader), new View.Changes());
  }

  private Transaction transaction(Transaction transaction) {
    return new LayeredTransaction(transaction, new LateView(this, transaction));
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
    if (closed) {
      throw new StoreException("The store of world " + world + " is closed", null);
    }
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
