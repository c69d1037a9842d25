package io.nephele.services.lambda.state;

import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.model.Bytes;
import io.nephele.wire.cbor.StoredStructs;
import java.util.List;

/**
 * A version of a function, as it is answered and what it runs.
 *
 * @param stored its configuration, without what depends on how it is asked for (name, ARN)
 * @param code its code
 * @param layers its layers' archives, which it keeps when they are deleted
 * @param updateRuntimeOn when AWS would update its runtime
 */
public record VersionRow(
    Bytes stored, CodePackage code, List<CodePackage> layers, String updateRuntimeOn) {
  /** A version of that configuration. */
  public static VersionRow of(
      FunctionConfiguration configuration,
      CodePackage code,
      List<CodePackage> layers,
      String updateRuntimeOn) {
    return new VersionRow(
        Bytes.of(StoredStructs.write(configuration.struct())), code, layers, updateRuntimeOn);
  }

  /** The configuration, which must not be changed. */
  public FunctionConfiguration configuration() {
    return new FunctionConfiguration(
        StoredStructs.read(stored.toArray(), new FunctionConfiguration().struct().shape()));
  }

  /** A copy of the configuration, to be changed. */
  public FunctionConfiguration copy() {
    return new FunctionConfiguration(Structs.copy(configuration().struct()));
  }

  /** With another configuration. */
  public VersionRow with(FunctionConfiguration configuration) {
    return of(configuration, code, layers, updateRuntimeOn);
  }
}
