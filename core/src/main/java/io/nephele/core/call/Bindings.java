package io.nephele.core.call;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.web.ExchangeListener;
import io.nephele.core.web.WebHandler;
import io.nephele.core.worlds.TableDescription;
import io.nephele.model.ApiOperation;
import io.nephele.model.Struct;
import io.nephele.model.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Which handler answers which operation of a service. */
public final class Bindings {
  private final String service;
  private final Map<String, Binding<?, ?>> byOperation = new HashMap<>();
  private Function<String, TableDescription> tables = table -> TableDescription.UNKNOWN;
  private ProtectedResources resources = ProtectedResources.NONE;
  private WebHandler web;
  private ExchangeListener listener = ExchangeListener.NONE;
  private Runnable releasing = () -> {};

  /** No bindings yet, for the service of that name. */
  public Bindings(String service) {
    this.service = service;
  }

  record Binding<I extends View, O extends View>(
      ApiOperation<I, O> operation, Handler<I, O> handler) {
    Struct answer(Struct request, Call call) {
      return handler.handle(operation.input(request), call).struct();
    }
  }

  /** Says that the handler answers the operation. An operation is bound once. */
  public <I extends View, O extends View> Bindings bind(
      ApiOperation<I, O> operation, Handler<I, O> handler) {
    if (!operation.service().equals(service)) {
      throw new IllegalArgumentException(service + " cannot answer " + operation);
    }
    if (byOperation.put(operation.name(), new Binding<>(operation, handler)) != null) {
      throw new IllegalArgumentException(operation + " is bound twice");
    }
    return this;
  }

  /** Says what authorisation asks of the service's resources. */
  public Bindings protect(ProtectedResources protectedResources) {
    this.resources = protectedResources;
    return this;
  }

  /**
   * Says how the rows of the service's tables are told to people who compare worlds, by the table's
   * name; {@link TableDescription#UNKNOWN} of those that explain themselves. Asked only then.
   */
  public Bindings describe(Function<String, TableDescription> descriptions) {
    this.tables = descriptions;
    return this;
  }

  /** Says what answers the requests that {@link io.nephele.core.ServiceModule#takesWeb} takes. */
  public Bindings web(WebHandler handler) {
    this.web = handler;
    return this;
  }

  /** Says who is shown the service's calls that came over HTTP. */
  public Bindings listen(ExchangeListener exchangeListener) {
    this.listener = exchangeListener;
    return this;
  }

  /**
   * Says what ends what the service holds outside the store and the heap: programs that it started,
   * ports that it opened. It runs once, when the world is closed or the service is to be bound anew
   * because the state became another's; calls may still be under way.
   */
  public Bindings onRelease(Runnable release) {
    this.releasing = release;
    return this;
  }

  void release() {
    releasing.run();
  }

  WebHandler web() {
    return web;
  }

  ExchangeListener listener() {
    return listener;
  }

  TableDescription table(String table) {
    return tables.apply(table);
  }

  ProtectedResources resources() {
    return resources;
  }

  /** The names of the operations that have a handler. */
  public Set<String> operations() {
    return Set.copyOf(byOperation.keySet());
  }

  Binding<?, ?> of(String operation) {
    return byOperation.get(operation);
  }
}
