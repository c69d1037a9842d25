package io.nephele.services.kms;

import io.nephele.api.kms.DataKeySpec;
import io.nephele.api.kms.GenerateDataKeyPairRequest;
import io.nephele.api.kms.GenerateDataKeyPairResponse;
import io.nephele.api.kms.GenerateDataKeyPairWithoutPlaintextRequest;
import io.nephele.api.kms.GenerateDataKeyPairWithoutPlaintextResponse;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.GenerateDataKeyResponse;
import io.nephele.api.kms.GenerateDataKeyWithoutPlaintextRequest;
import io.nephele.api.kms.GenerateDataKeyWithoutPlaintextResponse;
import io.nephele.api.kms.GenerateRandomRequest;
import io.nephele.api.kms.GenerateRandomResponse;
import io.nephele.api.kms.KeyUsageType;
import io.nephele.core.call.Call;
import io.nephele.model.Bytes;

/** The operations that make random bytes, and keys and key pairs encrypted under KMS keys. */
final class DataKeys {
  private final KmsWorld kms;
  private final SymmetricCipher symmetric;

  DataKeys(KmsWorld kms, SymmetricCipher symmetric) {
    this.kms = kms;
    this.symmetric = symmetric;
  }

  GenerateDataKeyResponse generate(GenerateDataKeyRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    Recipients.refuse(in.recipient());
    int length = length(in.keySpec(), in.numberOfBytes());
    UsableKey usable = find(in.keyId(), call);
    byte[] plaintext = kms.ids().secretBytes(length);
    Bytes ciphertext =
        symmetric.encrypt(usable.key(), usable.material(), plaintext, in.encryptionContext());
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    return new GenerateDataKeyResponse()
        .ciphertextBlob(ciphertext)
        .plaintext(Bytes.of(plaintext))
        .keyId(usable.key().arn())
        .keyMaterialId(usable.material().id());
  }

  GenerateDataKeyWithoutPlaintextResponse generateWithoutPlaintext(
      GenerateDataKeyWithoutPlaintextRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    int length = length(in.keySpec(), in.numberOfBytes());
    UsableKey usable = find(in.keyId(), call);
    byte[] plaintext = kms.ids().secretBytes(length);
    Bytes ciphertext =
        symmetric.encrypt(usable.key(), usable.material(), plaintext, in.encryptionContext());
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    return new GenerateDataKeyWithoutPlaintextResponse()
        .ciphertextBlob(ciphertext)
        .keyId(usable.key().arn())
        .keyMaterialId(usable.material().id());
  }

  GenerateDataKeyPairResponse generatePair(GenerateDataKeyPairRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    Recipients.refuse(in.recipient());
    KeyMaterialSpec spec = pairSpec(in.keyPairSpec(), call);
    UsableKey usable = find(in.keyId(), call);
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    EncodedKeyPair pair = KeyPairs.generate(spec, kms.random());
    return new GenerateDataKeyPairResponse()
        .privateKeyCiphertextBlob(
            symmetric.encrypt(
                usable.key(),
                usable.material(),
                pair.privateKey().toArray(),
                in.encryptionContext()))
        .privateKeyPlaintext(pair.privateKey())
        .publicKey(pair.publicKey())
        .keyId(usable.key().arn())
        .keyPairSpec(in.keyPairSpec())
        .keyMaterialId(usable.material().id());
  }

  GenerateDataKeyPairWithoutPlaintextResponse generatePairWithoutPlaintext(
      GenerateDataKeyPairWithoutPlaintextRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    KeyMaterialSpec spec = pairSpec(in.keyPairSpec(), call);
    UsableKey usable = find(in.keyId(), call);
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    EncodedKeyPair pair = KeyPairs.generate(spec, kms.random());
    return new GenerateDataKeyPairWithoutPlaintextResponse()
        .privateKeyCiphertextBlob(
            symmetric.encrypt(
                usable.key(),
                usable.material(),
                pair.privateKey().toArray(),
                in.encryptionContext()))
        .publicKey(pair.publicKey())
        .keyId(usable.key().arn())
        .keyPairSpec(in.keyPairSpec())
        .keyMaterialId(usable.material().id());
  }

  GenerateRandomResponse random(GenerateRandomRequest in, Call call) {
    Recipients.refuse(in.recipient());
    CustomKeyStores.requireNone(in.customKeyStoreId());
    if (in.numberOfBytes() == null) {
      throw KmsErrors.validation("NumberOfBytes is required.");
    }
    return new GenerateRandomResponse()
        .plaintext(Bytes.of(kms.ids().secretBytes(in.numberOfBytes())));
  }

  /** The symmetric key that data keys are to be encrypted under. */
  private UsableKey find(String name, Call call) {
    UsableKey usable = UsableKey.find(kms, name, KeyUsageType.ENCRYPT_DECRYPT, call);
    if (!usable.key().spec().isSymmetric()) {
      throw KmsErrors.invalidUsage(
          usable.key().arn()
              + " key spec is "
              + usable.key().spec().name()
              + " which is not valid for "
              + call.operation().name()
              + ".");
    }
    return usable;
  }

  private static KeyMaterialSpec pairSpec(String name, Call call) {
    KeyMaterialSpec spec = KeyMaterialSpec.valueOf(name);
    Keys.requireOffered(spec, call);
    return spec;
  }

  private static int length(String spec, Integer bytes) {
    if ((spec == null) == (bytes == null)) {
      throw KmsErrors.validation("Please specify either number of bytes or key spec.");
    }
    return bytes != null ? bytes : spec.equals(DataKeySpec.AES_128) ? 16 : 32;
  }
}
