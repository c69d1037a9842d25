package io.nephele.services.kms;

import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.DecryptResponse;
import io.nephele.api.kms.EncryptRequest;
import io.nephele.api.kms.EncryptResponse;
import io.nephele.api.kms.KeyUsageType;
import io.nephele.api.kms.ReEncryptRequest;
import io.nephele.api.kms.ReEncryptResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Bytes;
import java.util.List;
import java.util.Map;

/** Encrypt, Decrypt and ReEncrypt. */
final class Encryption {
  private static final String SYMMETRIC = "SYMMETRIC_DEFAULT";

  private final KmsWorld kms;
  private final SymmetricCipher symmetric;
  private final PublicKeyCipher asymmetric;

  Encryption(KmsWorld kms, SymmetricCipher symmetric) {
    this.kms = kms;
    this.symmetric = symmetric;
    this.asymmetric = new PublicKeyCipher(kms.random());
  }

  EncryptResponse encrypt(EncryptRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    String algorithm = algorithm(in.encryptionAlgorithm());
    UsableKey usable = UsableKey.find(kms, in.keyId(), KeyUsageType.ENCRYPT_DECRYPT, call);
    Bytes ciphertext = encrypt(usable, algorithm, in.plaintext().toArray(), in.encryptionContext());
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    return new EncryptResponse()
        .ciphertextBlob(ciphertext)
        .keyId(usable.key().arn())
        .encryptionAlgorithm(algorithm);
  }

  DecryptResponse decrypt(DecryptRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    Recipients.refuse(in.recipient());
    refuseModifiers(in.dryRunModifiers(), in.dryRun());
    String algorithm = algorithm(in.encryptionAlgorithm());
    Opened opened = open(in.keyId(), algorithm, in.ciphertextBlob(), in.encryptionContext(), call);
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(opened.key, call);
    return new DecryptResponse()
        .keyId(opened.key.arn())
        .plaintext(opened.plaintext)
        .encryptionAlgorithm(algorithm)
        .keyMaterialId(opened.materialId());
  }

  ReEncryptResponse reEncrypt(ReEncryptRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    refuseModifiers(in.dryRunModifiers(), in.dryRun());
    String from = algorithm(in.sourceEncryptionAlgorithm());
    String to = algorithm(in.destinationEncryptionAlgorithm());
    Opened opened =
        open(in.sourceKeyId(), from, in.ciphertextBlob(), in.sourceEncryptionContext(), call);
    UsableKey destination =
        UsableKey.find(kms, in.destinationKeyId(), KeyUsageType.ENCRYPT_DECRYPT, call);
    Bytes ciphertext =
        encrypt(destination, to, opened.plaintext.toArray(), in.destinationEncryptionContext());
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(opened.key, call);
    kms.lastUses().note(destination.key(), call);
    return new ReEncryptResponse()
        .ciphertextBlob(ciphertext)
        .sourceKeyId(opened.key.arn())
        .keyId(destination.key().arn())
        .sourceEncryptionAlgorithm(from)
        .destinationEncryptionAlgorithm(to)
        .sourceKeyMaterialId(opened.materialId())
        .destinationKeyMaterialId(
            destination.key().spec().isSymmetric() ? destination.material().id() : null);
  }

  private static String algorithm(String given) {
    return given == null ? SYMMETRIC : given;
  }

  /** What makes a dry run do without a ciphertext has no use here. */
  private static void refuseModifiers(List<String> modifiers, Boolean dryRun) {
    if (modifiers != null && !modifiers.isEmpty()) {
      if (!Boolean.TRUE.equals(dryRun)) {
        throw KmsErrors.validation("DryRunModifiers can be specified only with DryRun.");
      }
      throw KmsErrors.unsupported("Nephele does not implement DryRunModifiers.");
    }
  }

  private Bytes encrypt(
      UsableKey usable, String algorithm, byte[] plaintext, Map<String, String> context) {
    KmsKey key = usable.key();
    usable.requireAlgorithm(algorithm, key.spec().encryptionAlgorithms(key.usage()));
    if (key.spec().isSymmetric()) {
      return symmetric.encrypt(key, usable.material(), plaintext, context);
    }
    EncryptionContext.refuse(context);
    return Bytes.of(asymmetric.encrypt(usable.material(), algorithm, plaintext));
  }

  /** What was decrypted, and with what. */
  private record Opened(KmsKey key, Material material, Bytes plaintext) {
    String materialId() {
      return key.spec().isSymmetric() ? material.id() : null;
    }
  }

  private Opened open(
      String name, String algorithm, Bytes ciphertext, Map<String, String> context, Call call) {
    if (!algorithm.equals(SYMMETRIC)) {
      return openAsymmetric(name, algorithm, ciphertext, context, call);
    }
    if (ciphertext == null) {
      throw KmsErrors.validation("CiphertextBlob is required.");
    }
    CiphertextBlob blob = CiphertextBlob.parse(ciphertext);
    KmsKey named = name == null ? null : kms.find(name, call);
    if (named != null) {
      requireUsable(named, call);
      if (!named.spec().isSymmetric()) {
        throw UsableKey.incompatible(algorithm, named.spec());
      }
    }
    if (blob == null) {
      throw KmsErrors.invalidCiphertext();
    }
    if (named != null
        && !(named.id().equals(blob.keyId()) && named.accountId().equals(blob.accountId()))) {
      throw KmsErrors.incorrectKey();
    }
    Opened found = kms.read(reader -> find(reader, named, blob, call));
    if (found == null) {
      throw named == null ? KmsErrors.unreachableCiphertextKey() : KmsErrors.invalidCiphertext();
    }
    requireUsable(found.key, call);
    requireMaterial(found);
    return new Opened(
        found.key, found.material, Bytes.of(symmetric.decrypt(found.material, blob, context)));
  }

  private static void requireUsable(KmsKey key, Call call) {
    KmsWorld.requireEnabled(key);
    UsableKey.requireUsage(key, KeyUsageType.ENCRYPT_DECRYPT, call.operation().name());
  }

  /** Material that is not the key's any more decrypts nothing. */
  private static void requireMaterial(Opened found) {
    if (found.material == null) {
      throw KmsErrors.invalidCiphertext();
    }
    if (!found.material.isThere()) {
      throw KmsErrors.invalidState(found.key.arn() + " is pending import.");
    }
  }

  private Opened find(Reader reader, KmsKey named, CiphertextBlob blob, Call call) {
    KmsKey key = named;
    if (key == null) {
      String here = call.region().name();
      if (!blob.isMultiRegion() && !blob.region().equals(here)) {
        return null;
      }
      key = kms.tables().key(reader, blob.accountId(), here, blob.keyId());
    }
    return key == null
        ? null
        : new Opened(key, kms.tables().material(reader, key, blob.materialId()), null);
  }

  private Opened openAsymmetric(
      String name, String algorithm, Bytes ciphertext, Map<String, String> context, Call call) {
    if (name == null) {
      throw KmsErrors.validation("KeyId is required to decrypt with an asymmetric KMS key.");
    }
    if (ciphertext == null) {
      throw KmsErrors.validation("CiphertextBlob is required.");
    }
    UsableKey usable = UsableKey.find(kms, name, KeyUsageType.ENCRYPT_DECRYPT, call);
    KmsKey key = usable.key();
    usable.requireAlgorithm(algorithm, key.spec().encryptionAlgorithms(key.usage()));
    EncryptionContext.refuse(context);
    byte[] plaintext = asymmetric.decrypt(usable.material(), algorithm, ciphertext.toArray());
    return new Opened(key, usable.material(), Bytes.of(plaintext));
  }
}
