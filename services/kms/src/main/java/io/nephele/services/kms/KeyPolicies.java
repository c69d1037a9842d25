package io.nephele.services.kms;

import io.nephele.api.kms.GetKeyPolicyRequest;
import io.nephele.api.kms.GetKeyPolicyResponse;
import io.nephele.api.kms.ListKeyPoliciesRequest;
import io.nephele.api.kms.ListKeyPoliciesResponse;
import io.nephele.api.kms.PutKeyPolicyRequest;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.model.Unit;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyEvaluator;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.PolicySet;
import io.nephele.policy.RequestContext;
import io.nephele.policy.ResourcePolicyRules;
import io.nephele.policy.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The operations on policies of keys, of which each key has one, named default. */
final class KeyPolicies {
  /** The name of the policy that each key has. */
  static final String DEFAULT = "default";

  private static final int MAX_BYTES = 32 * 1024;
  private static final int MAX_LISTED = 1000;
  private static final ResourcePolicyRules RULES = new ResourcePolicyRules(true, "kms");

  /** What the caller's identity might allow, where only the key's policy is asked about. */
  private static final String ANYTHING =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
          + "\"Resource\":\"*\"}}";

  private final KmsWorld kms;

  KeyPolicies(KmsWorld kms) {
    this.kms = kms;
  }

  GetKeyPolicyResponse get(GetKeyPolicyRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    if (in.policyName() != null && !in.policyName().equals(DEFAULT)) {
      throw KmsErrors.notFound("No such policy exists");
    }
    KeyPolicy policy = kms.read(reader -> kms.tables().policy(reader, key.place()));
    return new GetKeyPolicyResponse().policy(policy.json()).policyName(DEFAULT);
  }

  Unit put(PutKeyPolicyRequest in, Call call) {
    KmsKey key = kms.findOwn(in.keyId(), call);
    if (in.policyName() != null && !in.policyName().equals(DEFAULT)) {
      throw KmsErrors.notFound("No such policy exists");
    }
    KeyPolicy policy = check(kms, in.policy(), in.bypassPolicyLockoutSafetyCheck(), call);
    kms.change(
        key,
        (transaction, current) -> {
          kms.tables().putPolicy(transaction, current, policy);
          return null;
        });
    return KmsWorld.done(call);
  }

  ListKeyPoliciesResponse list(ListKeyPoliciesRequest in, Call call) {
    Markers.limit(in.limit(), MAX_LISTED, MAX_LISTED);
    boolean begun = Markers.read(in.marker()) != null;
    kms.findOwn(in.keyId(), call);
    return new ListKeyPoliciesResponse()
        .policyNames(begun ? List.of() : List.of(DEFAULT))
        .truncated(false);
  }

  /** The policy of a new key: the one that the request gives, else the default. */
  static KeyPolicy ofNewKey(KmsWorld kms, String json, Boolean bypass, Call call) {
    return json == null ? KeyPolicy.parse(defaultPolicy(call)) : check(kms, json, bypass, call);
  }

  private static String defaultPolicy(Call call) {
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "arn:%s:iam::%s:root"
        },
        "Action" : "kms:*",
        "Resource" : "*"
      } ]
    }\
    """
        .formatted(call.partition(), call.accountId());
  }

  /**
   * Checks a policy that a caller gives a key; an error to the caller if it cannot be one, or if
   * the caller could not change it again and does not say that this is meant.
   */
  static KeyPolicy check(KmsWorld kms, String json, Boolean bypass, Call call) {
    if (json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw KmsErrors.limitExceeded(
          "The key policy document is larger than the maximum of " + MAX_BYTES + " bytes");
    }
    if (JsonText.MALFORMED.equals(JsonText.parse(json))) {
      throw KmsErrors.malformedPolicy("Syntax errors in policy.");
    }
    PolicyDocument document;
    try {
      document = PolicyDocument.parse(json, PolicyKind.RESOURCE, RULES);
    } catch (MalformedPolicyException e) {
      throw KmsErrors.malformedPolicy(e.getMessage());
    }
    for (Statement statement : document.statements()) {
      for (String name : statement.principal().values().getOrDefault("AWS", List.of())) {
        if (!kms.world().access().isPrincipal(call.accountId(), name)) {
          throw KmsErrors.malformedPolicy(
              "Policy contains a statement with one or more invalid principals.");
        }
      }
    }
    if (!Boolean.TRUE.equals(bypass) && !letsChange(document, call)) {
      throw KmsErrors.malformedPolicy(
          "The new key policy will not allow you to update the key policy in the future.");
    }
    return new KeyPolicy(json, document);
  }

  /** Whether the caller could put another policy, if its identity policies allow what they may. */
  private static boolean letsChange(PolicyDocument document, Call call) {
    if (call.principal().type() == Principal.Type.SERVICE) {
      return true;
    }
    PolicySet policies =
        PolicySet.builder()
            .resource(AttachedPolicy.of(document))
            .identity(AttachedPolicy.of(PolicyDocument.parse(ANYTHING, PolicyKind.IDENTITY)))
            .build();
    String place = "arn:" + call.partition() + ":kms:" + call.region().name() + ":";
    RequestContext request =
        RequestContext.of(call.principal().forPolicies(), "kms:PutKeyPolicy")
            .resource(place + call.accountId() + ":key/" + call.requestId())
            .resourceAccount(call.accountId())
            .resourcePolicyRequired()
            .keys(key -> ofCaller(key, call))
            .build();
    return PolicyEvaluator.evaluate(request, policies).isAllowed();
  }

  /** The condition keys by which policies of keys tell callers apart. */
  private static List<String> ofCaller(String key, Call call) {
    Principal caller = call.principal();
    String value =
        switch (key) {
          case "kms:calleraccount", "aws:principalaccount", "aws:resourceaccount" ->
              call.accountId();
          case "kms:viaservice" -> ViaService.of(call);
          case "aws:principalarn" -> caller.entityArn();
          case "aws:userid" -> caller.id();
          case "aws:sourceip" -> call.origin().sourceAddress();
          case "aws:securetransport" -> Boolean.toString("https".equals(call.origin().scheme()));
          case "aws:requestedregion" -> call.region().name();
          default -> null;
        };
    return value == null ? List.of() : List.of(value);
  }
}
