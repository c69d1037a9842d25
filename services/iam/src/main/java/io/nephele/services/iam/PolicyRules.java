package io.nephele.services.iam;

import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;

/** What every policy document must be that IAM is given. */
final class PolicyRules {
  static final int MAX_MANAGED_SIZE = 6144;
  static final int MAX_TRUST_SIZE = 2048;

  private PolicyRules() {}

  /** Checks an inline policy's document; its size is checked with those of its identity. */
  static void checkInline(String document) {
    check(document, PolicyKind.IDENTITY);
  }

  /** Checks the document of a version of a managed policy. */
  static void checkManaged(String document) {
    check(document, PolicyKind.IDENTITY);
    if (Documents.size(document) > MAX_MANAGED_SIZE) {
      throw IamErrors.limit("PolicySize", MAX_MANAGED_SIZE);
    }
  }

  /** Checks a trust policy, but for whether those whom it names are there. */
  static void checkTrust(String document) {
    check(document, PolicyKind.TRUST);
    if (Documents.size(document) > MAX_TRUST_SIZE) {
      throw IamErrors.limit("ACLSizePerRole", MAX_TRUST_SIZE);
    }
  }

  private static void check(String document, PolicyKind kind) {
    try {
      PolicyDocument.parse(document, kind);
    } catch (MalformedPolicyException e) {
      throw IamErrors.malformedPolicy(e.getMessage());
    }
  }
}
