package io.nephele.services.lambda.state;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the handlers of Lambda share: the world, the tables of functions, roles. */
public final class LambdaWorld {
  /** Who Lambda is to other services. */
  public static final String PRINCIPAL = "lambda.amazonaws.com";

  private final World world;
  private final FunctionTables tables;
  private final AssumedRoles roles;
  private final List<Consumer<FunctionRef>> listeners = new CopyOnWriteArrayList<>();

  /** Lambda in that world. */
  public LambdaWorld(World world) {
    this.world = world;
    this.tables = new FunctionTables(world.rootKey());
    this.roles = new AssumedRoles(world);
  }

  /** The world. */
  public World world() {
    return world;
  }

  /** The tables of functions. */
  public FunctionTables tables() {
    return tables;
  }

  /** Assumes roles for Lambda. */
  public AssumedRoles roles() {
    return roles;
  }

  /** The time now. */
  public Instant now() {
    return world.clock().now();
  }

  /** A new id. */
  public String uuid() {
    return world.ids().uuid().toString();
  }

  /** Reads one state of the store. */
  public <T> T read(Function<? super Reader, T> body) {
    return world.store().read(body);
  }

  /** Changes the store. */
  public <T> T write(Function<? super Transaction, T> body) {
    return world.store().write(body);
  }

  /** Changes a function, after others that do; an error to the caller if there is none. */
  public <T> T change(FunctionRef ref, BiFunction<Transaction, FunctionRow, T> body) {
    return world
        .store()
        .write(
            new LockKey(ref.place()),
            transaction -> body.apply(transaction, tables.require(transaction, ref)));
  }

  /** Has somebody told when a function's code or configuration has changed or it is gone. */
  public void onChange(Consumer<FunctionRef> listener) {
    listeners.add(listener);
  }

  /** Tells those who want to know once the transaction is committed. */
  public void changed(Transaction transaction, FunctionRef ref) {
    transaction.afterCommit(() -> listeners.forEach(each -> each.accept(ref)));
  }

  /** The empty result of a call. */
  public static Unit done(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }
}
