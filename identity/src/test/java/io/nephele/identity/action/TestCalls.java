package io.nephele.identity.action;

import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import java.time.Instant;
import java.util.List;

/** Calls of the account 123456789012 in eu-west-1. */
final class TestCalls {
  static final String ACCOUNT = "123456789012";

  private TestCalls() {}

  static Operation operation(String service, String name) {
    return Models.bundled().service(service).operation(name);
  }

  static Call of(Operation operation) {
    Region region = Regions.find("eu-west-1");
    return of(operation, Principal.root(region.partition(), ACCOUNT), region);
  }

  static Call of(Operation operation, Principal principal, Region region) {
    return new Call(
        operation,
        operation.service().protocols().getFirst(),
        principal,
        region,
        new Origin("https", "localhost:4566", "127.0.0.1", "test", null, List.of(), null),
        "request-1",
        Instant.EPOCH);
  }
}
