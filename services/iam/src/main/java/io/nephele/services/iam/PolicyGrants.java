package io.nephele.services.iam;

import io.nephele.api.iam.ListPoliciesGrantingServiceAccessEntry;
import io.nephele.api.iam.ListPoliciesGrantingServiceAccessRequest;
import io.nephele.api.iam.ListPoliciesGrantingServiceAccessResponse;
import io.nephele.api.iam.PolicyGrantingServiceAccess;
import io.nephele.core.call.Call;
import io.nephele.identity.policies.PolicySource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The operation that tells which policies let somebody use services. */
final class PolicyGrants {
  private final PolicyPrincipals principals;

  PolicyGrants(PolicyPrincipals principals) {
    this.principals = principals;
  }

  ListPoliciesGrantingServiceAccessResponse list(
      ListPoliciesGrantingServiceAccessRequest in, Call call) {
    List<PolicySource> sources = principals.find(in.arn(), call).sources().all();
    List<String> namespaces = in.serviceNamespaces().stream().distinct().toList();
    for (String namespace : namespaces) {
      if (!ServiceTitles.all().containsKey(namespace)) {
        throw IamErrors.invalidInput("The service namespace " + namespace + " is not valid.");
      }
    }
    Pages.Page<ListPoliciesGrantingServiceAccessEntry> page =
        Pages.byPosition(namespaces, in.marker(), null).map(namespace -> entry(namespace, sources));
    return new ListPoliciesGrantingServiceAccessResponse()
        .policiesGrantingServiceAccess(page.items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  private static ListPoliciesGrantingServiceAccessEntry entry(
      String namespace, List<PolicySource> sources) {
    List<PolicyGrantingServiceAccess> policies = new ArrayList<>();
    Set<String> managed = new HashSet<>();
    for (PolicySource source : sources) {
      // Each policy is asked by itself: what another one denies does not matter here.
      boolean grants = new GrantedServices(List.of(source.policy().document())).grants(namespace);
      if (grants && (!source.isManaged() || managed.add(source.policy().name()))) {
        policies.add(view(source));
      }
    }
    return new ListPoliciesGrantingServiceAccessEntry()
        .serviceNamespace(namespace)
        .policies(policies);
  }

  private static PolicyGrantingServiceAccess view(PolicySource source) {
    PolicyGrantingServiceAccess view =
        new PolicyGrantingServiceAccess().policyName(source.policyName());
    return source.isManaged()
        ? view.policyType("MANAGED").policyArn(source.policy().name())
        : view.policyType("INLINE")
            .entityType(source.entityType().toUpperCase(Locale.ROOT))
            .entityName(source.entityName());
  }
}
