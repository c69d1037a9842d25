package io.nephele.services.kms;

import io.nephele.api.kms.GetPublicKeyRequest;
import io.nephele.api.kms.GetPublicKeyResponse;
import io.nephele.api.kms.KMSInvalidSignatureException;
import io.nephele.api.kms.KeyUsageType;
import io.nephele.api.kms.MessageType;
import io.nephele.api.kms.SignRequest;
import io.nephele.api.kms.SignResponse;
import io.nephele.api.kms.VerifyRequest;
import io.nephele.api.kms.VerifyResponse;
import io.nephele.core.call.Call;
import io.nephele.model.Bytes;

/** Sign, Verify and GetPublicKey. */
final class Signing {
  private final KmsWorld kms;
  private final Signatures signatures;

  Signing(KmsWorld kms) {
    this.kms = kms;
    this.signatures = new Signatures(kms.random());
  }

  SignResponse sign(SignRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    UsableKey usable = find(in.keyId(), in.signingAlgorithm(), call);
    SigningAlgorithm algorithm = SigningAlgorithm.valueOf(in.signingAlgorithm());
    String type = type(in.messageType());
    algorithm.check(type, in.message().length());
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    byte[] signature = signatures.sign(usable.material(), algorithm, in.message().toArray(), type);
    return new SignResponse()
        .keyId(usable.key().arn())
        .signature(Bytes.of(signature))
        .signingAlgorithm(in.signingAlgorithm());
  }

  VerifyResponse verify(VerifyRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    UsableKey usable = find(in.keyId(), in.signingAlgorithm(), call);
    SigningAlgorithm algorithm = SigningAlgorithm.valueOf(in.signingAlgorithm());
    String type = type(in.messageType());
    algorithm.check(type, in.message().length());
    boolean valid =
        signatures.verify(
            usable.material(), algorithm, in.message().toArray(), type, in.signature().toArray());
    if (!valid) {
      throw new KMSInvalidSignatureException();
    }
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    return new VerifyResponse()
        .keyId(usable.key().arn())
        .signatureValid(true)
        .signingAlgorithm(in.signingAlgorithm());
  }

  private UsableKey find(String name, String algorithm, Call call) {
    UsableKey usable = UsableKey.find(kms, name, KeyUsageType.SIGN_VERIFY, call);
    usable.requireAlgorithm(
        algorithm, usable.key().spec().signingAlgorithms(KeyUsageType.SIGN_VERIFY));
    return usable;
  }

  private static String type(String given) {
    return given == null ? MessageType.RAW : given;
  }

  GetPublicKeyResponse publicKey(GetPublicKeyRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    KmsKey key = kms.find(in.keyId(), call);
    KeyMaterialSpec spec = key.spec();
    if (!spec.isAsymmetric()) {
      throw KmsErrors.unsupported(
          key.arn() + " key spec is " + spec.name() + " which is not valid for GetPublicKey.");
    }
    KmsWorld.requireUsable(key);
    Material material = kms.read(reader -> kms.tables().current(reader, key));
    return new GetPublicKeyResponse()
        .keyId(key.arn())
        .publicKey(material.row().publicKey())
        .customerMasterKeySpec(spec.name())
        .keySpec(spec.name())
        .keyUsage(key.usage())
        .encryptionAlgorithms(spec.encryptionAlgorithms(key.usage()))
        .signingAlgorithms(spec.signingAlgorithms(key.usage()))
        .keyAgreementAlgorithms(spec.agreementAlgorithms(key.usage()));
  }
}
