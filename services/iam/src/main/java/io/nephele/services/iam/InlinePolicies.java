package io.nephele.services.iam;

import io.nephele.api.iam.DeleteGroupPolicyRequest;
import io.nephele.api.iam.DeleteRolePolicyRequest;
import io.nephele.api.iam.DeleteUserPolicyRequest;
import io.nephele.api.iam.GetGroupPolicyRequest;
import io.nephele.api.iam.GetGroupPolicyResponse;
import io.nephele.api.iam.GetRolePolicyRequest;
import io.nephele.api.iam.GetRolePolicyResponse;
import io.nephele.api.iam.GetUserPolicyRequest;
import io.nephele.api.iam.GetUserPolicyResponse;
import io.nephele.api.iam.LimitExceededException;
import io.nephele.api.iam.ListGroupPoliciesRequest;
import io.nephele.api.iam.ListGroupPoliciesResponse;
import io.nephele.api.iam.ListRolePoliciesRequest;
import io.nephele.api.iam.ListRolePoliciesResponse;
import io.nephele.api.iam.ListUserPoliciesRequest;
import io.nephele.api.iam.ListUserPoliciesResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.PutGroupPolicyRequest;
import io.nephele.api.iam.PutRolePolicyRequest;
import io.nephele.api.iam.PutUserPolicyRequest;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.iam.PolicyHolders.Holder;
import io.nephele.services.iam.PolicyHolders.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Inline policies, which are a part of a user, group or role. */
final class InlinePolicies {
  private final IamWorld iam;
  private final PolicyHolders holders;

  InlinePolicies(IamWorld iam, PolicyHolders holders) {
    this.iam = iam;
    this.holders = holders;
  }

  Unit putGroup(PutGroupPolicyRequest in, Call call) {
    return put(Kind.GROUP, in.groupName(), in.policyName(), in.policyDocument(), call);
  }

  Unit putRole(PutRolePolicyRequest in, Call call) {
    return put(Kind.ROLE, in.roleName(), in.policyName(), in.policyDocument(), call);
  }

  Unit putUser(PutUserPolicyRequest in, Call call) {
    return put(Kind.USER, in.userName(), in.policyName(), in.policyDocument(), call);
  }

  private Unit put(Kind kind, String name, String policyName, String document, Call call) {
    PolicyRules.checkInline(document);
    return iam.write(
        call,
        transaction -> {
          Holder holder = holders.getModifiable(transaction, call, kind, name);
          Map<String, String> inline = new LinkedHashMap<>(holder.inline());
          inline.put(policyName, document);
          checkSize(holder, inline);
          holders.setInline(transaction, call, holder, inline);
          return IamWorld.done(call);
        });
  }

  private static void checkSize(Holder holder, Map<String, String> inline) {
    int size = 0;
    for (String document : inline.values()) {
      size += Documents.size(document);
    }
    int limit = holder.kind().maxInlineSize();
    if (size > limit) {
      throw new LimitExceededException(
          "Maximum policy size of "
              + limit
              + " bytes exceeded for "
              + holder.kind().noun()
              + " "
              + holder.name());
    }
  }

  GetGroupPolicyResponse getGroup(GetGroupPolicyRequest in, Call call) {
    Holder holder = read(Kind.GROUP, in.groupName(), call);
    return new GetGroupPolicyResponse()
        .groupName(holder.name())
        .policyName(in.policyName())
        .policyDocument(document(holder, in.policyName()));
  }

  GetRolePolicyResponse getRole(GetRolePolicyRequest in, Call call) {
    Holder holder = read(Kind.ROLE, in.roleName(), call);
    return new GetRolePolicyResponse()
        .roleName(holder.name())
        .policyName(in.policyName())
        .policyDocument(document(holder, in.policyName()));
  }

  GetUserPolicyResponse getUser(GetUserPolicyRequest in, Call call) {
    Holder holder = read(Kind.USER, in.userName(), call);
    return new GetUserPolicyResponse()
        .userName(holder.name())
        .policyName(in.policyName())
        .policyDocument(document(holder, in.policyName()));
  }

  private static String document(Holder holder, String policyName) {
    String document = holder.inline().get(policyName);
    if (document == null) {
      throw notFound(holder, policyName);
    }
    return Documents.encoded(document);
  }

  ListGroupPoliciesResponse listGroup(ListGroupPoliciesRequest in, Call call) {
    Pages.Page<String> page = list(Kind.GROUP, in.groupName(), in.marker(), in.maxItems(), call);
    return new ListGroupPoliciesResponse()
        .policyNames(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  ListRolePoliciesResponse listRole(ListRolePoliciesRequest in, Call call) {
    Pages.Page<String> page = list(Kind.ROLE, in.roleName(), in.marker(), in.maxItems(), call);
    return new ListRolePoliciesResponse()
        .policyNames(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  ListUserPoliciesResponse listUser(ListUserPoliciesRequest in, Call call) {
    Pages.Page<String> page = list(Kind.USER, in.userName(), in.marker(), in.maxItems(), call);
    return new ListUserPoliciesResponse()
        .policyNames(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private Pages.Page<String> list(
      Kind kind, String name, String marker, Integer maxItems, Call call) {
    List<String> names = new ArrayList<>(read(kind, name, call).inline().keySet());
    names.sort(null);
    return Pages.byPosition(names, marker, maxItems);
  }

  Unit deleteGroup(DeleteGroupPolicyRequest in, Call call) {
    return delete(Kind.GROUP, in.groupName(), in.policyName(), call);
  }

  Unit deleteRole(DeleteRolePolicyRequest in, Call call) {
    return delete(Kind.ROLE, in.roleName(), in.policyName(), call);
  }

  Unit deleteUser(DeleteUserPolicyRequest in, Call call) {
    return delete(Kind.USER, in.userName(), in.policyName(), call);
  }

  private Unit delete(Kind kind, String name, String policyName, Call call) {
    return iam.write(
        call,
        transaction -> {
          Holder holder = holders.getModifiable(transaction, call, kind, name);
          Map<String, String> inline = new LinkedHashMap<>(holder.inline());
          if (inline.remove(policyName) == null) {
            throw notFound(holder, policyName);
          }
          holders.setInline(transaction, call, holder, inline);
          return IamWorld.done(call);
        });
  }

  private Holder read(Kind kind, String name, Call call) {
    return iam.read(reader -> holders.get(reader, call, kind, name));
  }

  private static AwsException notFound(Holder holder, String policyName) {
    return new NoSuchEntityException(
        "The " + holder.kind().noun() + " policy with name " + policyName + " cannot be found.");
  }
}
