package io.nephele.services.iam;

import io.nephele.identity.policies.PolicySource;
import io.nephele.identity.policies.PolicySources;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.PolicySet;
import io.nephele.services.iam.ContextKeyNames.NotAPolicyException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The policies of a simulation: those of the principal, and those that the request brings. */
final class SimulatedPolicies {
  private final List<SimulatedPolicy> identity = new ArrayList<>();
  private SimulatedPolicy boundary;
  private SimulatedPolicy resource;

  /** Adds what a user, group or role has. */
  void add(PolicySources sources) {
    Set<String> seen = new HashSet<>();
    for (PolicySource source : sources.all()) {
      if (source.isManaged() && !seen.add(source.policy().name())) {
        continue; // the user and a group of theirs have it
      }
      String id =
          source.isManaged()
              ? source.policyName()
              : source.entityType() + "_" + source.entityName() + "_" + source.policyName();
      identity.add(
          SimulatedPolicy.of(id, PolicyKind.IDENTITY, source.text(), source.policy().document()));
    }
    if (sources.boundary() != null) {
      PolicySource limit = sources.boundary();
      boundary =
          SimulatedPolicy.of(
              limit.policyName(), PolicyKind.BOUNDARY, limit.text(), limit.policy().document());
    }
  }

  /** Adds the identity policies of a request; an error to the caller if they are none. */
  void addInputs(List<String> documents) {
    if (documents == null) {
      return;
    }
    for (int i = 0; i < documents.size(); i++) {
      String item = "Policy input list item " + (i + 1);
      PolicyDocument document = parse(documents.get(i), PolicyKind.SESSION, item);
      identity.add(
          SimulatedPolicy.of(
              "PolicyInputList." + (i + 1), PolicyKind.IDENTITY, documents.get(i), document));
    }
  }

  /** Sets the permissions boundary of a request, which replaces that of the principal. */
  void setBoundary(List<String> documents) {
    if (documents == null || documents.isEmpty()) {
      return;
    }
    if (documents.size() > 1) {
      throw IamErrors.invalidInput(
          "The list of Permissions Boundary policies cannot exceed 1 items.");
    }
    PolicyDocument document =
        parse(
            documents.getFirst(),
            PolicyKind.SESSION,
            "Permissions boundary policy input list item 1");
    boundary =
        SimulatedPolicy.of(
            "PermissionsBoundaryPolicyInputList.1",
            PolicyKind.BOUNDARY,
            documents.getFirst(),
            document);
  }

  /** Sets the policy of the resources. */
  void setResourcePolicy(String document) {
    if (document != null) {
      resource =
          SimulatedPolicy.of(
              "ResourcePolicy",
              PolicyKind.RESOURCE,
              document,
              parse(document, PolicyKind.RESOURCE, "Resource policy"));
    }
  }

  // Like the session policies of STS, and unlike stored ones, they may be of the older version.
  private static PolicyDocument parse(String text, PolicyKind kind, String item) {
    try {
      return PolicyDocument.parse(text, kind);
    } catch (MalformedPolicyException e) {
      throw IamErrors.invalidInput(item + " has invalid content");
    }
  }

  boolean hasBoundary() {
    return boundary != null;
  }

  boolean hasResourcePolicy() {
    return resource != null;
  }

  /** The policies as they are evaluated. */
  PolicySet forEvaluation() {
    PolicySet.Builder set = PolicySet.builder();
    identity.forEach(policy -> set.identity(policy.attached()));
    if (boundary != null) {
      set.boundary(boundary.attached());
    }
    if (resource != null) {
      set.resource(resource.attached());
    }
    return set.build();
  }

  /** Each policy by the one that is evaluated. */
  Map<AttachedPolicy, SimulatedPolicy> byAttached() {
    Map<AttachedPolicy, SimulatedPolicy> all = new IdentityHashMap<>();
    all().forEach(policy -> all.put(policy.attached(), policy));
    return all;
  }

  /** The condition keys that any of them reads, by their names in small letters. */
  Map<String, String> contextKeys() {
    Map<String, String> names = new TreeMap<>();
    for (SimulatedPolicy policy : all()) {
      try {
        for (String name : ContextKeyNames.of(policy.text())) {
          if (name.length() > 1) { // ${*} and its like are no keys
            names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
          }
        }
      } catch (NotAPolicyException e) {
        // A stored policy that is gone reads nothing.
      }
    }
    return names;
  }

  private List<SimulatedPolicy> all() {
    List<SimulatedPolicy> all = new ArrayList<>(identity);
    if (boundary != null) {
      all.add(boundary);
    }
    if (resource != null) {
      all.add(resource);
    }
    return all;
  }
}
