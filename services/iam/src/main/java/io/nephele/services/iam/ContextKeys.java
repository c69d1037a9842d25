package io.nephele.services.iam;

import io.nephele.api.iam.GetContextKeysForCustomPolicyRequest;
import io.nephele.api.iam.GetContextKeysForPolicyResponse;
import io.nephele.api.iam.GetContextKeysForPrincipalPolicyRequest;
import io.nephele.core.call.Call;
import io.nephele.identity.policies.PolicySource;
import io.nephele.identity.policies.PolicySources;
import io.nephele.services.iam.ContextKeyNames.NotAPolicyException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The operations that tell which condition keys policies read. */
final class ContextKeys {
  private final PolicyPrincipals principals;

  ContextKeys(PolicyPrincipals principals) {
    this.principals = principals;
  }

  GetContextKeysForPolicyResponse forCustomPolicy(
      GetContextKeysForCustomPolicyRequest in, Call call) {
    List<String> names = new ArrayList<>();
    addInputs(in.policyInputList(), names);
    return new GetContextKeysForPolicyResponse().contextKeyNames(names);
  }

  GetContextKeysForPolicyResponse forPrincipalPolicy(
      GetContextKeysForPrincipalPolicyRequest in, Call call) {
    PolicySources sources = principals.find(in.policySourceArn(), call).sources();
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (PolicySource source : sources.all()) {
      // A policy that the user and a group of theirs have counts once.
      if (!source.isManaged() || seen.add(source.policy().name())) {
        addStored(source.text(), names);
      }
    }
    if (sources.boundary() != null) {
      addStored(sources.boundary().text(), names);
    }
    addInputs(in.policyInputList(), names);
    return new GetContextKeysForPolicyResponse().contextKeyNames(names);
  }

  private static void addInputs(List<String> documents, List<String> to) {
    if (documents == null) {
      return;
    }
    for (int i = 0; i < documents.size(); i++) {
      try {
        to.addAll(ContextKeyNames.of(documents.get(i)));
      } catch (NotAPolicyException e) {
        throw IamErrors.invalidInput("Policy input list item " + (i + 1) + " has invalid content");
      }
    }
  }

  private static void addStored(String document, List<String> to) {
    try {
      to.addAll(ContextKeyNames.of(document));
    } catch (NotAPolicyException e) {
      // A policy that is gone reads nothing.
    }
  }
}
