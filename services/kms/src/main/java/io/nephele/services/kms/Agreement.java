package io.nephele.services.kms;

import io.nephele.api.kms.DeriveSharedSecretRequest;
import io.nephele.api.kms.DeriveSharedSecretResponse;
import io.nephele.api.kms.KeyUsageType;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.util.BigIntegers;

/** DeriveSharedSecret: elliptic-curve Diffie-Hellman with somebody else's public key. */
final class Agreement {
  private final KmsWorld kms;

  Agreement(KmsWorld kms) {
    this.kms = kms;
  }

  DeriveSharedSecretResponse derive(DeriveSharedSecretRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    Recipients.refuse(in.recipient());
    UsableKey usable = UsableKey.find(kms, in.keyId(), KeyUsageType.KEY_AGREEMENT, call);
    usable.requireAlgorithm(
        in.keyAgreementAlgorithm(),
        usable.key().spec().agreementAlgorithms(KeyUsageType.KEY_AGREEMENT));
    byte[] secret = agree(usable.material(), in.publicKey().toArray());
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    return new DeriveSharedSecretResponse()
        .keyId(usable.key().arn())
        .sharedSecret(Bytes.of(secret))
        .keyAgreementAlgorithm(in.keyAgreementAlgorithm())
        .keyOrigin(usable.key().origin());
  }

  private static byte[] agree(Material material, byte[] publicKey) {
    KeyMaterialSpec spec = material.spec();
    try {
      if (spec.kind() == KeyKind.SM2) {
        return OnSm2.agree(material, publicKey);
      }
      PublicKey other = Signatures.publicKey(spec, publicKey);
      PrivateKey own = material.privateKey(encoded -> Signatures.privateKey(spec, encoded));
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(own);
      agreement.doPhase(other, true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw invalid(spec);
    }
  }

  private static AwsException invalid(KeyMaterialSpec spec) {
    return KmsErrors.validation(
        "The public key is not valid: it must be the DER-encoded public key of a key pair of spec "
            + spec.name()
            + ".");
  }

  /** Loaded when first needed. */
  private static final class OnSm2 {
    private static final int COORDINATE_BYTES = 32;

    static byte[] agree(Material material, byte[] publicKey) {
      AsymmetricKeyParameter other = BouncyKeys.publicKey(publicKey);
      AsymmetricKeyParameter own = material.privateKey(BouncyKeys::privateKey);
      ECDHBasicAgreement agreement = new ECDHBasicAgreement();
      agreement.init(own);
      try {
        BigInteger secret = agreement.calculateAgreement(other);
        return BigIntegers.asUnsignedByteArray(COORDINATE_BYTES, secret);
      } catch (IllegalStateException | ClassCastException e) {
        throw new IllegalArgumentException("not of SM2's curve", e);
      }
    }
  }
}
