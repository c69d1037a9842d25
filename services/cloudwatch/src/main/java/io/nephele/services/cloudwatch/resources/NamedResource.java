package io.nephele.services.cloudwatch.resources;

import io.nephele.core.store.Key;
import io.nephele.model.Bytes;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.wire.cbor.StoredStructs;
import java.util.Map;

/**
 * A resource that is what the request that made it says.
 *
 * @param partition of its ARN
 * @param definition the request, without tags
 * @param state of kinds that have one, else null
 * @param created when it was made, in milliseconds
 * @param updated when it was last defined, in milliseconds
 * @param tags by key
 */
public record NamedResource(
    String accountId,
    String region,
    String partition,
    String name,
    Bytes definition,
    String state,
    long created,
    long updated,
    Map<String, String> tags) {
  /** Its place among those of its kind. */
  public Key key() {
    return key(accountId, region, name);
  }

  static Key key(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  /** The request that defined it. */
  public Struct definition(Shape shape) {
    return StoredStructs.read(definition.toArray(), shape);
  }

  /** The same in another state. */
  public NamedResource withState(String other, long now) {
    return new NamedResource(
        accountId, region, partition, name, definition, other, created, now, tags);
  }

  /** The same with other tags. */
  public NamedResource withTags(Map<String, String> other) {
    return new NamedResource(
        accountId, region, partition, name, definition, state, created, updated, other);
  }
}
