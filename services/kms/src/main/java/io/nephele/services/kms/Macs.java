package io.nephele.services.kms;

import io.nephele.api.kms.GenerateMacRequest;
import io.nephele.api.kms.GenerateMacResponse;
import io.nephele.api.kms.KMSInvalidMacException;
import io.nephele.api.kms.KeyUsageType;
import io.nephele.api.kms.VerifyMacRequest;
import io.nephele.api.kms.VerifyMacResponse;
import io.nephele.core.call.Call;
import io.nephele.model.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;

/** GenerateMac and VerifyMac. */
final class Macs {
  private final KmsWorld kms;

  Macs(KmsWorld kms) {
    this.kms = kms;
  }

  GenerateMacResponse generate(GenerateMacRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    UsableKey usable = find(in.keyId(), in.macAlgorithm(), call);
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    return new GenerateMacResponse()
        .mac(Bytes.of(mac(usable.material(), in.message())))
        .macAlgorithm(in.macAlgorithm())
        .keyId(usable.key().arn());
  }

  VerifyMacResponse verify(VerifyMacRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    UsableKey usable = find(in.keyId(), in.macAlgorithm(), call);
    if (!MessageDigest.isEqual(mac(usable.material(), in.message()), in.mac().toArray())) {
      throw new KMSInvalidMacException();
    }
    KmsWorld.endDryRun(in.dryRun());
    kms.lastUses().note(usable.key(), call);
    return new VerifyMacResponse()
        .keyId(usable.key().arn())
        .macValid(true)
        .macAlgorithm(in.macAlgorithm());
  }

  private UsableKey find(String name, String algorithm, Call call) {
    UsableKey usable = UsableKey.find(kms, name, KeyUsageType.GENERATE_VERIFY_MAC, call);
    usable.requireAlgorithm(algorithm, usable.key().spec().macAlgorithms());
    return usable;
  }

  private static byte[] mac(Material material, Bytes message) {
    try {
      Mac mac = Mac.getInstance(material.spec().algorithm());
      mac.init(material.secretKey());
      return mac.doFinal(message.toArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + material.spec().algorithm(), e);
    }
  }
}
