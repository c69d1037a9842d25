package io.nephele.services.sns;

import io.nephele.api.sns.GetDataProtectionPolicyInput;
import io.nephele.api.sns.GetDataProtectionPolicyResponse;
import io.nephele.api.sns.PutDataProtectionPolicyInput;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;

/**
 * Data protection policies, which find personal data in messages. Nephele does not look for it, so
 * it refuses to pretend; no topic has such a policy.
 */
final class DataProtection {
  private final SnsWorld sns;

  DataProtection(SnsWorld sns) {
    this.sns = sns;
  }

  /** Refuses a policy that a new topic is to have. */
  static void refuse(String policy) {
    if (policy != null && !policy.isEmpty()) {
      throw AwsException.server(
          "NotImplemented",
          501,
          "Nephele does not look for personal data in messages, so that topics cannot have data"
              + " protection policies.");
    }
  }

  /** Removing the policy of a topic that has none is no error. */
  Unit put(PutDataProtectionPolicyInput in, Call call) {
    require(in.resourceArn());
    refuse(in.dataProtectionPolicy());
    return SnsWorld.done(call);
  }

  GetDataProtectionPolicyResponse get(GetDataProtectionPolicyInput in, Call call) {
    require(in.resourceArn());
    return new GetDataProtectionPolicyResponse();
  }

  private void require(String arn) {
    TopicAddress address = TopicAddress.require(arn, "ResourceArn");
    sns.read(reader -> sns.topics().require(reader, address));
  }
}
