package io.nephele.services.sts;

import io.nephele.api.sts.MalformedPolicyDocumentException;
import io.nephele.api.sts.PackedPolicyTooLargeException;
import io.nephele.api.sts.PolicyDescriptorType;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * The policies that limit a session, and how much room they and its tags take in packed form.
 *
 * @param inline the inline policy, or none
 * @param arns managed policies
 * @param packedPercent how much of the room they and the tags take; null where there are neither
 */
record SessionPolicies(List<String> inline, List<String> arns, Integer packedPercent) {
  private static final int MAX_CHARACTERS = 2048;
  private static final int MAX_ARNS = 10;

  /** What AWS's tokens hold is not published; this agrees with the examples in its guide. */
  private static final int PACKED_BYTES = 1536;

  /**
   * The policies of a request, checked.
   *
   * @param policy the inline policy, or null
   * @param policyArns managed policies, or null
   * @param passedTags the tags of the request
   * @param managed finds the managed policies of the account whose session it is
   */
  static SessionPolicies of(
      String policy,
      List<PolicyDescriptorType> policyArns,
      Map<String, String> passedTags,
      ManagedPolicies managed) {
    List<String> arns = new ArrayList<>();
    for (PolicyDescriptorType descriptor :
        policyArns == null ? List.<PolicyDescriptorType>of() : policyArns) {
      arns.add(descriptor.arn());
    }
    checkSize(policy, arns);
    if (policy != null) {
      check(policy);
    }
    for (String arn : arns) {
      managed.check(arn);
    }
    List<String> inline = policy == null ? List.of() : List.of(policy);
    return new SessionPolicies(inline, arns, packed(inline, arns, passedTags));
  }

  private static void checkSize(String policy, List<String> arns) {
    if (arns.size() > MAX_ARNS) {
      throw StsErrors.constraint(
          arns.toString(), "policyArns", "Member must have length less than or equal to 10");
    }
    int characters = policy == null ? 0 : policy.length();
    for (String arn : arns) {
      characters += arn == null ? 0 : arn.length();
    }
    if (characters > MAX_CHARACTERS) {
      throw policy == null || policy.length() <= MAX_CHARACTERS
          ? new PackedPolicyTooLargeException(
              tooLarge((characters * 100 + MAX_CHARACTERS - 1) / MAX_CHARACTERS))
          : StsErrors.constraint(
              policy, "policy", "Member must have length less than or equal to 2048");
    }
  }

  private static void check(String policy) {
    try {
      PolicyDocument.parse(policy, PolicyKind.SESSION);
    } catch (MalformedPolicyException e) {
      throw new MalformedPolicyDocumentException(e.getMessage());
    }
  }

  private static Integer packed(List<String> inline, List<String> arns, Map<String, String> tags) {
    if (inline.isEmpty() && arns.isEmpty() && tags.isEmpty()) {
      return null;
    }
    StringBuilder all = new StringBuilder();
    inline.forEach(all::append);
    arns.forEach(all::append);
    tags.forEach((key, value) -> all.append(key).append('\0').append(value).append('\0'));
    int percent = Math.ceilDiv(deflated(all.toString()) * 100, PACKED_BYTES);
    if (percent > 100) {
      throw new PackedPolicyTooLargeException(tooLarge(percent));
    }
    return percent;
  }

  private static String tooLarge(int percent) {
    return "Packed policy consumes " + percent + "% of allotted space, please use smaller policy.";
  }

  private static int deflated(String text) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
      deflater.finish();
      byte[] chunk = new byte[4096];
      int length = 0;
      while (!deflater.finished()) {
        length += deflater.deflate(chunk);
      }
      return length;
    }
  }
}
