package io.nephele.services.lambda.mappings;

import io.nephele.api.lambda.EventSourceMappingConfiguration;
import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.Structs;
import io.nephele.wire.cbor.StoredStructs;

/**
 * An event source mapping.
 *
 * @param qualifier of the function, or null
 * @param stored its configuration as it is answered, without its state
 * @param enabled whether the source is polled
 * @param generation changes whenever the polling is begun or ended
 * @param result of the last processing, as it is answered
 */
public record MappingRow(
    String uuid,
    String accountId,
    String region,
    String functionName,
    String qualifier,
    Bytes stored,
    boolean enabled,
    long generation,
    String result) {
  /** The function, version or alias that is invoked. */
  public FunctionRef function() {
    return FunctionRef.of(accountId, region, functionName).with(qualifier);
  }

  /** The configuration, which must not be changed. */
  public EventSourceMappingConfiguration configuration() {
    return new EventSourceMappingConfiguration(
        StoredStructs.read(
            stored.toArray(), new EventSourceMappingConfiguration().struct().shape()));
  }

  /** A copy of the configuration, to be changed. */
  EventSourceMappingConfiguration copy() {
    return new EventSourceMappingConfiguration(Structs.copy(configuration().struct()));
  }

  /** The source. */
  public Arn source() {
    return Arn.parse(configuration().eventSourceArn());
  }

  /** Where its row is. */
  public Key place() {
    return Key.of(accountId).with(region).with(uuid);
  }

  MappingRow with(
      EventSourceMappingConfiguration configuration, boolean nowEnabled, FunctionRef ref) {
    return new MappingRow(
        uuid,
        accountId,
        region,
        ref.name(),
        ref.qualifier(),
        Bytes.of(StoredStructs.write(configuration.struct())),
        nowEnabled,
        nowEnabled == enabled ? generation : generation + 1,
        result);
  }

  MappingRow withResult(String text) {
    return new MappingRow(
        uuid, accountId, region, functionName, qualifier, stored, enabled, generation, text);
  }
}
