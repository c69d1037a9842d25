package io.nephele.core.call;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.worlds.TableDescription;
import io.nephele.model.ApiOperation;
import io.nephele.model.Struct;
import io.nephele.model.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which handler answers which operation of a service. */
public final class Bindings {
  private final String service;
  private final Map<String, Binding<?, ?>> byOperation = new HashMap<>();
  private final Map<String, TableDescription> tables = new HashMap<>();
  private ProtectedResources resources = ProtectedResources.NONE;

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
   * Says how the rows of a table of the service are told to people who compare worlds. Tables of
   * records, under keys that begin with account and region, need not be described.
   */
  public Bindings describe(String table, TableDescription description) {
    if (!table.startsWith(service + ".")) {
      throw new IllegalArgumentException(service + " has no table " + table);
    }
    tables.put(table, description);
    return this;
  }

  TableDescription table(String table) {
    return tables.getOrDefault(table, TableDescription.UNKNOWN);
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
