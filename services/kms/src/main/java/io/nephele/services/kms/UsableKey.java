package io.nephele.services.kms;

import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import java.util.List;

/**
 * A key that is in the state to be used, with the material that it encrypts or signs with.
 *
 * @param material of a key that only decrypts, null; it is found by the ciphertext
 */
record UsableKey(KmsKey key, Material material) {

  /** The key that a request names; an error to the caller if it cannot be used for that. */
  static UsableKey find(KmsWorld kms, String name, String usage, Call call) {
    KeyName parsed = KeyName.parse(name, call);
    UsableKey found =
        kms.read(
            reader -> {
              KmsKey key = parsed.find(reader, kms.tables());
              return key == null ? null : of(kms, reader, key);
            });
    if (found == null) {
      KmsKey key = kms.find(name, call);
      found = kms.read(reader -> of(kms, reader, key));
    }
    found.require(usage, call);
    return found;
  }

  private static UsableKey of(KmsWorld kms, Reader reader, KmsKey key) {
    return new UsableKey(key, kms.tables().current(reader, key));
  }

  private void require(String usage, Call call) {
    KmsWorld.requireEnabled(key);
    requireUsage(key, usage, call.operation().name());
  }

  static void requireUsage(KmsKey key, String usage, String operation) {
    if (!key.usage().equals(usage)) {
      throw KmsErrors.invalidUsage(
          key.arn()
              + " key usage is "
              + key.usage()
              + " which is not valid for "
              + operation
              + ".");
    }
  }

  /** An error to the caller if the key has no such algorithm. */
  void requireAlgorithm(String algorithm, List<String> of) {
    if (of == null || !of.contains(algorithm)) {
      throw incompatible(algorithm, key.spec());
    }
  }

  static AwsException incompatible(String algorithm, KeyMaterialSpec spec) {
    return KmsErrors.invalidUsage(
        "Algorithm " + algorithm + " is incompatible with key spec " + spec.name() + ".");
  }
}
