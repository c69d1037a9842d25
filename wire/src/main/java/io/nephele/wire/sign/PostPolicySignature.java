package io.nephele.wire.sign;

import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * The signature of a form with which a browser uploads to S3: it signs the form's policy. Expiry
 * and conditions of the policy are S3's to check.
 */
public final class PostPolicySignature {
  private static final String CODE = "InvalidArgument";

  private final SignatureVerifier verifier;

  /** Shares the verifier's derived keys. */
  public PostPolicySignature(SignatureVerifier verifier) {
    this.verifier = verifier;
  }

  /**
   * Who signed a form.
   *
   * @param accessKeyId whose key signed it
   * @param sessionToken the session token that came with it, or null
   * @param checked whether the signature was verified; false for keys that are not checked
   */
  public record Signer(String accessKeyId, String sessionToken, boolean checked) {}

  /**
   * Verifies a form that has a policy.
   *
   * @param fields the value of the form's field of that name, given in lower case, or null
   * @param target S3 in the bucket's region
   * @throws io.nephele.model.AwsException what S3 answers if a field is missing or the signature is
   *     not right
   */
  public Signer verify(UnaryOperator<String> fields, SignatureTarget target, AccessKeys keys) {
    String policy = required(fields, "policy", "Policy");
    String algorithmName = fields.apply("x-amz-algorithm");
    if (algorithmName == null && fields.apply("awsaccesskeyid") != null) {
      throw S3SignatureErrors.versionTwo();
    }
    required(fields, "x-amz-algorithm", "X-Amz-Algorithm");
    String credentialText = required(fields, "x-amz-credential", "X-Amz-Credential");
    String date = required(fields, "x-amz-date", "X-Amz-Date");
    String signature = required(fields, "x-amz-signature", "X-Amz-Signature");
    String token = fields.apply("x-amz-security-token");
    String accessKeyId = credentialText.split("/", 2)[0];
    AccessKey key = keys.find(accessKeyId, token);
    if (key != null && key.state() == AccessKey.State.UNCHECKED) {
      return new Signer(accessKeyId, token, false);
    }
    SigningAlgorithm algorithm = SigningAlgorithm.of(algorithmName);
    if (algorithm == null) {
      throw S3SignatureErrors.argument(
          "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"",
          "X-Amz-Algorithm",
          algorithmName);
    }
    Instant time = SignatureTimes.parseBasic(date);
    if (time == null) {
      throw S3SignatureErrors.argument(
          "X-Amz-Date must be formated via ISO8601 Long format", "X-Amz-Date", date);
    }
    S3Credential credential =
        S3Credential.read(
            credentialText,
            algorithm,
            target,
            CODE,
            "Error parsing the X-Amz-Credential parameter; ");
    if (!date.startsWith(credential.date())) {
      throw S3SignatureErrors.argument(
          "Invalid credential date \""
              + credential.date()
              + "\". This date is not the same as X-Amz-Date: \""
              + date.substring(0, 8)
              + "\".",
          "X-Amz-Credential",
          credentialText);
    }
    ClaimedSignature claim =
        new ClaimedSignature(
            algorithm,
            false,
            accessKeyId,
            credential.date(),
            credential.region(),
            credential.service(),
            "",
            signature,
            time,
            date,
            token);
    SignatureKey signatureKey = verifier.signatureKey(claim, key, S3SignatureErrors.INSTANCE);
    if (!signatureKey.verifies(policy, signature)) {
      throw S3SignatureErrors.mismatch(accessKeyId, signature, policy, null);
    }
    return new Signer(accessKeyId, token, true);
  }

  private static String required(UnaryOperator<String> fields, String name, String shown) {
    String value = fields.apply(name);
    if (value == null || value.isEmpty()) {
      throw S3SignatureErrors.argument(
          "Bucket POST must contain a field named '"
              + shown
              + "'.  If it is specified, please check the order of the fields.",
          shown,
          "");
    }
    return value;
  }
}
