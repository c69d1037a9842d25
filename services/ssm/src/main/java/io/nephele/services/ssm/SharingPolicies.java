package io.nephele.services.ssm;

import io.nephele.api.ssm.DeleteResourcePolicyRequest;
import io.nephele.api.ssm.DeleteResourcePolicyResponse;
import io.nephele.api.ssm.GetResourcePoliciesRequest;
import io.nephele.api.ssm.GetResourcePoliciesResponse;
import io.nephele.api.ssm.GetResourcePoliciesResponseEntry;
import io.nephele.api.ssm.MalformedResourcePolicyDocumentException;
import io.nephele.api.ssm.PutResourcePolicyRequest;
import io.nephele.api.ssm.PutResourcePolicyResponse;
import io.nephele.api.ssm.ResourceNotFoundException;
import io.nephele.api.ssm.ResourcePolicyConflictException;
import io.nephele.api.ssm.ResourcePolicyInvalidParameterException;
import io.nephele.api.ssm.ResourcePolicyLimitExceededException;
import io.nephele.api.ssm.ResourcePolicyNotFoundException;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.policy.Effect;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.ResourcePolicyRules;
import io.nephele.policy.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The operations on resource policies, by which advanced parameters are shared. */
final class SharingPolicies {
  private static final ResourcePolicyRules RULES = new ResourcePolicyRules(true, "ssm");
  private static final int MAX_BYTES = 1024;

  private final World world;
  private final ParameterTables tables;

  SharingPolicies(World world, ParameterTables tables) {
    this.world = world;
    this.tables = tables;
  }

  /** The policy of a parameter, or null. */
  static SharingPolicy of(Reader reader, ParameterTables tables, Key place) {
    for (Table.Row<SharingPolicy> row : tables.policies().scan(reader, place)) {
      return row.value();
    }
    return null;
  }

  /** Whether a policy lets an account in. */
  static boolean names(SharingPolicy policy, String accountId) {
    PolicyDocument document = PolicyDocument.parse(policy.document(), PolicyKind.RESOURCE);
    for (Statement statement : document.statements()) {
      for (List<String> names : statement.principal().values().values()) {
        for (String name : names) {
          if (statement.effect() == Effect.ALLOW
              && (name.equals(accountId) || name.contains("::" + accountId + ":"))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  PutResourcePolicyResponse put(PutResourcePolicyRequest in, Call call) {
    Key place = place(in.resourceArn(), call);
    if (in.policy().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new ResourcePolicyLimitExceededException(
              "The resource policy can't be greater than 1024 bytes in size.")
          .limit(MAX_BYTES)
          .limitType("policySize");
    }
    try {
      PolicyDocument.parse(in.policy(), PolicyKind.RESOURCE, RULES);
    } catch (MalformedPolicyException e) {
      throw new MalformedResourcePolicyDocumentException(e.getMessage());
    }
    String hash = world.ids().uuid().toString();
    return world
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              requireAdvanced(transaction, place);
              SharingPolicy before = of(transaction, tables, place);
              if (in.policyId() != null) {
                requireSame(before, in.policyId(), in.policyHash());
              } else if (before != null) {
                throw new ResourcePolicyLimitExceededException(
                        "Only one policy can be attached to a parameter.")
                    .limit(1)
                    .limitType("policyCount");
              }
              String id = before == null ? world.ids().uuid().toString() : before.id();
              tables
                  .policies()
                  .put(transaction, place.with(id), new SharingPolicy(id, hash, in.policy()));
              return new PutResourcePolicyResponse().policyId(id).policyHash(hash);
            });
  }

  GetResourcePoliciesResponse get(GetResourcePoliciesRequest in, Call call) {
    Key place = place(in.resourceArn(), call);
    return world
        .store()
        .read(
            reader -> {
              require(reader, place);
              SharingPolicy policy = of(reader, tables, place);
              return new GetResourcePoliciesResponse()
                  .policies(
                      policy == null
                          ? List.of()
                          : List.of(
                              new GetResourcePoliciesResponseEntry()
                                  .policyId(policy.id())
                                  .policyHash(policy.hash())
                                  .policy(policy.document())));
            });
  }

  DeleteResourcePolicyResponse delete(DeleteResourcePolicyRequest in, Call call) {
    Key place = place(in.resourceArn(), call);
    return world
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              require(transaction, place);
              SharingPolicy before = of(transaction, tables, place);
              requireSame(before, in.policyId(), in.policyHash());
              tables.policies().delete(transaction, place.with(before.id()));
              return new DeleteResourcePolicyResponse();
            });
  }

  private static void requireSame(SharingPolicy before, String id, String hash) {
    if (before == null || !before.id().equals(id)) {
      throw new ResourcePolicyNotFoundException("No policies with the specified policy ID exist.");
    }
    if (!before.hash().equals(hash)) {
      throw new ResourcePolicyConflictException(
          "The hash provided in the call doesn't match the stored hash.");
    }
  }

  private ParameterHead require(Reader reader, Key place) {
    ParameterHead head = tables.head(reader, place);
    if (head == null) {
      throw new ResourceNotFoundException(
          "The specified parameter to be shared could not be found.");
    }
    return head;
  }

  private void requireAdvanced(Transaction transaction, Key place) {
    ParameterHead head = require(transaction, place);
    if (!tables.version(transaction, place, head.latest()).tier().equals(Tiers.ADVANCED)) {
      throw new ResourcePolicyInvalidParameterException(
              "Only parameters of the advanced-parameter tier can be shared.")
          .parameterNames(List.of("ResourceArn"));
    }
  }

  private static Key place(String given, Call call) {
    Arn arn = Arn.isArn(given) ? Arn.parse(given) : null;
    if (arn == null
        || !arn.service().equals("ssm")
        || !arn.resource().startsWith("parameter/")
        || !arn.region().equals(call.region().name())) {
      throw new ResourcePolicyInvalidParameterException(
              "The ResourceArn must be the ARN of a parameter.")
          .parameterNames(List.of("ResourceArn"));
    }
    return ParameterName.place(
        arn.account(), arn.region(), arn.resource().substring("parameter".length()));
  }
}
