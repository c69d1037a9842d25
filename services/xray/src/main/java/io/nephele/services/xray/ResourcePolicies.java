package io.nephele.services.xray;

import io.nephele.api.xray.DeleteResourcePolicyRequest;
import io.nephele.api.xray.DeleteResourcePolicyResult;
import io.nephele.api.xray.InvalidPolicyRevisionIdException;
import io.nephele.api.xray.ListResourcePoliciesRequest;
import io.nephele.api.xray.ListResourcePoliciesResult;
import io.nephele.api.xray.LockoutPreventionException;
import io.nephele.api.xray.MalformedPolicyDocumentException;
import io.nephele.api.xray.PolicyCountLimitExceededException;
import io.nephele.api.xray.PolicySizeLimitExceededException;
import io.nephele.api.xray.PutResourcePolicyRequest;
import io.nephele.api.xray.PutResourcePolicyResult;
import io.nephele.api.xray.ResourcePolicy;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.policy.Effect;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.Statement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Policies by which an account lets services send traces. */
final class ResourcePolicies {
  private static final int MOST_POLICIES = 5;
  private static final int MOST_BYTES = 5 * 1024;
  private static final int PAGE = 100;

  private final World world;
  private final Table<Policy> table = Table.of("xray.policies", Policy.class);

  ResourcePolicies(World world) {
    this.world = world;
  }

  /**
   * A policy.
   *
   * @param updatedAt in milliseconds
   */
  record Policy(String name, String document, String revision, long updatedAt) {
    ResourcePolicy tell() {
      return new ResourcePolicy()
          .policyName(name)
          .policyDocument(document)
          .policyRevisionId(revision)
          .lastUpdatedTime(Instant.ofEpochMilli(updatedAt));
    }
  }

  PutResourcePolicyResult put(PutResourcePolicyRequest in, Call call) {
    String document = in.policyDocument();
    if (document.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new PolicySizeLimitExceededException(
          "The policy document exceeds the limit of " + MOST_BYTES + " bytes.");
    }
    PolicyDocument parsed = parse(document);
    if (!Boolean.TRUE.equals(in.bypassPolicyLockoutCheck()) && locksOut(parsed, call.principal())) {
      throw new LockoutPreventionException(
          "The policy would deny the caller a later PutResourcePolicy.");
    }
    Key owner = SamplingRules.owner(call);
    Policy policy =
        new Policy(in.policyName(), document, world.ids().hex(32), call.time().toEpochMilli());
    world
        .store()
        .write(
            transaction -> {
              Policy before = table.get(transaction, owner.with(policy.name()));
              checkRevision(in.policyRevisionId(), before);
              if (before == null) {
                int count = 0;
                for (Table.Row<Policy> row : table.scan(transaction, owner)) {
                  count += row.value() == null ? 0 : 1;
                }
                if (count >= MOST_POLICIES) {
                  throw new PolicyCountLimitExceededException(
                      "An account has at most " + MOST_POLICIES + " policies in a region.");
                }
              }
              table.put(transaction, owner.with(policy.name()), policy);
              return null;
            });
    return new PutResourcePolicyResult().resourcePolicy(policy.tell());
  }

  /** A revision that is 0 means that there must be no policy yet. */
  private static void checkRevision(String given, Policy before) {
    if (given == null) {
      return;
    }
    String there = before == null ? "0" : before.revision();
    if (!given.equals(there)) {
      throw new InvalidPolicyRevisionIdException(
          "The policy revision id does not match the latest revision of the policy.");
    }
  }

  private static PolicyDocument parse(String document) {
    try {
      return PolicyDocument.parse(document, PolicyKind.RESOURCE);
    } catch (RuntimeException e) {
      throw new MalformedPolicyDocumentException(e.getMessage());
    }
  }

  private static boolean locksOut(PolicyDocument document, Principal caller) {
    for (Statement statement : document.statements()) {
      if (statement.effect() == Effect.DENY
          && statement.conditions().isEmpty()
          && statement.action().matches("xray:putresourcepolicy")
          && names(statement, caller)) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(Statement statement, Principal caller) {
    boolean named = false;
    for (List<String> names : statement.principal().values().values()) {
      for (String name : names) {
        named |=
            name.equals("*")
                || name.equals(caller.arn())
                || name.equals(caller.entityArn())
                || name.equals(caller.accountId())
                || name.endsWith("::" + caller.accountId() + ":root");
      }
    }
    return named != statement.principal().negated();
  }

  DeleteResourcePolicyResult delete(DeleteResourcePolicyRequest in, Call call) {
    Key key = SamplingRules.owner(call).with(in.policyName());
    world
        .store()
        .write(
            transaction -> {
              checkRevision(in.policyRevisionId(), table.get(transaction, key));
              table.delete(transaction, key);
              return null;
            });
    return new DeleteResourcePolicyResult();
  }

  ListResourcePoliciesResult list(ListResourcePoliciesRequest in, Call call) {
    Pages<Policy> page = Pages.of(all(call), in.nextToken(), PAGE);
    return new ListResourcePoliciesResult()
        .resourcePolicies(page.items().stream().map(Policy::tell).toList())
        .nextToken(page.nextToken());
  }

  /** The policies of the account that is called, by name. */
  List<Policy> all(Call call) {
    Key owner = SamplingRules.owner(call);
    return world
        .store()
        .read(
            reader -> {
              List<Policy> all = new ArrayList<>();
              for (Table.Row<Policy> row : table.scan(reader, owner)) {
                all.add(row.value());
              }
              return all;
            });
  }
}
