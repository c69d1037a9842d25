package io.nephele.services.kinesis;

import io.nephele.api.kinesis.DeleteResourcePolicyInput;
import io.nephele.api.kinesis.GetResourcePolicyInput;
import io.nephele.api.kinesis.GetResourcePolicyOutput;
import io.nephele.api.kinesis.PutResourcePolicyInput;
import io.nephele.api.kinesis.ResourceNotFoundException;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.ResourcePolicyRules;
import java.nio.charset.StandardCharsets;

/** The policies of streams and consumers, by which other accounts may use them. */
final class ResourcePolicies {
  private static final ResourcePolicyRules RULES = ResourcePolicyRules.strict("kinesis");
  private static final int MOST_BYTES = 20_480;

  private final KinesisWorld kinesis;
  private final Resources resources;

  ResourcePolicies(KinesisWorld kinesis, Resources resources) {
    this.kinesis = kinesis;
    this.resources = resources;
  }

  Unit put(PutResourcePolicyInput in, Call call) {
    if (in.policy().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw KinesisErrors.invalid("The resource policy exceeds the maximum size of 20 KB.");
    }
    try {
      PolicyDocument.parse(in.policy(), PolicyKind.RESOURCE, RULES);
    } catch (MalformedPolicyException e) {
      throw KinesisErrors.invalid("Invalid policy document: " + e.getMessage());
    }
    resources.write(
        in.resourceARN(),
        call,
        stream -> stream.edit().policy(in.policy()).done(),
        consumer -> consumer.withPolicy(in.policy()));
    return KinesisWorld.done(call);
  }

  GetResourcePolicyOutput get(GetResourcePolicyInput in, Call call) {
    String policy =
        kinesis.read(reader -> resources.require(reader, in.resourceARN(), call).policy());
    if (policy == null) {
      throw new ResourceNotFoundException(
          "Resource policy for resource " + in.resourceARN() + " not found.");
    }
    return new GetResourcePolicyOutput().policy(policy);
  }

  Unit delete(DeleteResourcePolicyInput in, Call call) {
    resources.write(
        in.resourceARN(),
        call,
        stream -> stream.edit().policy(null).done(),
        consumer -> consumer.withPolicy(null));
    return KinesisWorld.done(call);
  }
}
