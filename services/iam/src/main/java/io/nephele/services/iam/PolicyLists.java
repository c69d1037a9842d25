package io.nephele.services.iam;

import io.nephele.api.iam.ListPoliciesRequest;
import io.nephele.api.iam.ListPoliciesResponse;
import io.nephele.api.iam.Policy;
import io.nephele.api.iam.PolicyScopeType;
import io.nephele.api.iam.PolicyUsageType;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.AwsManagedPolicies;
import io.nephele.identity.directory.AwsManagedPolicy;
import io.nephele.identity.directory.ManagedPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Lists of managed policies: those of the account, then those of AWS, each by name. */
final class PolicyLists {
  private static final String OWN = "0";
  private static final String OF_AWS = "1";

  private final IamWorld iam;

  PolicyLists(IamWorld iam) {
    this.iam = iam;
  }

  /** A policy and where it stands in the list. */
  private record Row(String position, Policy policy) {}

  ListPoliciesResponse list(ListPoliciesRequest in, Call call) {
    return iam.read(
        reader -> {
          PolicyUsage usage = PolicyUsage.of(reader, call.accountId(), iam.directory());
          Pages.Page<Row> page =
              Pages.byName(
                  rows(reader, in, call, usage), Row::position, in.marker(), in.maxItems());
          return new ListPoliciesResponse()
              .policies(page.map(Row::policy).items())
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  private List<Row> rows(Reader reader, ListPoliciesRequest in, Call call, PolicyUsage usage) {
    List<Row> rows = new ArrayList<>();
    if (!PolicyScopeType.AWS.equals(in.scope())) {
      for (ManagedPolicy policy : iam.directory().policies().all(reader, call.accountId())) {
        add(OWN, Policies.counted(policy, usage), in, rows);
      }
    }
    if (!PolicyScopeType.LOCAL.equals(in.scope())) {
      for (AwsManagedPolicy policy : AwsManagedPolicies.all()) {
        add(OF_AWS, view(policy, call.partition(), usage), in, rows);
      }
    }
    rows.sort(Comparator.comparing(Row::position));
    return rows;
  }

  private static void add(String group, Policy policy, ListPoliciesRequest in, List<Row> rows) {
    boolean path = in.pathPrefix() == null || policy.path().startsWith(in.pathPrefix());
    if (path && isUsedAsAsked(policy, in)) {
      rows.add(new Row(group + policy.policyName().toLowerCase(Locale.ROOT), policy));
    }
  }

  private static boolean isUsedAsAsked(Policy policy, ListPoliciesRequest in) {
    boolean attached = policy.attachmentCount() > 0;
    boolean boundary = policy.permissionsBoundaryUsageCount() > 0;
    if (in.policyUsageFilter() == null) {
      return !Boolean.TRUE.equals(in.onlyAttached()) || attached || boundary;
    }
    return in.policyUsageFilter().equals(PolicyUsageType.PERMISSIONS_BOUNDARY)
        ? boundary
        : attached;
  }

  /** One of AWS's policies, without its document being read. */
  private static Policy view(AwsManagedPolicy policy, String partition, PolicyUsage usage) {
    String arn = policy.arn(partition);
    return new Policy()
        .policyName(policy.name())
        .policyId(policy.id())
        .arn(arn)
        .path(policy.path())
        .defaultVersionId(policy.version())
        .attachmentCount(usage.attachments(arn))
        .permissionsBoundaryUsageCount(usage.boundaries(arn))
        .isAttachable(true)
        .createDate(policy.createdAt())
        .updateDate(policy.updatedAt());
  }
}
