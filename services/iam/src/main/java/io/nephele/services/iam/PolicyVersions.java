package io.nephele.services.iam;

import io.nephele.api.iam.CreatePolicyVersionRequest;
import io.nephele.api.iam.CreatePolicyVersionResponse;
import io.nephele.api.iam.DeleteConflictException;
import io.nephele.api.iam.DeletePolicyVersionRequest;
import io.nephele.api.iam.GetPolicyVersionRequest;
import io.nephele.api.iam.GetPolicyVersionResponse;
import io.nephele.api.iam.LimitExceededException;
import io.nephele.api.iam.ListPolicyVersionsRequest;
import io.nephele.api.iam.ListPolicyVersionsResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.SetDefaultPolicyVersionRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.ManagedPolicy;
import io.nephele.identity.directory.PolicyVersion;
import io.nephele.model.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The versions of managed policies, of which there may be five. */
final class PolicyVersions {
  static final int MOST = 5;

  private final IamWorld iam;
  private final ManagedPolicies managed;

  PolicyVersions(IamWorld iam, ManagedPolicies managed) {
    this.iam = iam;
    this.managed = managed;
  }

  CreatePolicyVersionResponse create(CreatePolicyVersionRequest in, Call call) {
    PolicyRules.checkManaged(in.policyDocument());
    Instant now = iam.now();
    return iam.write(
        call,
        transaction -> {
          ManagedPolicy policy = managed.getOwn(transaction, call, in.policyArn());
          if (policy.versions().size() >= MOST) {
            throw new LimitExceededException(
                "A managed policy can have up to 5 versions. Before you create a new version, you"
                    + " must delete an existing version.");
          }
          int number = policy.lastVersion() + 1;
          PolicyVersion version = new PolicyVersion("v" + number, in.policyDocument(), now);
          List<PolicyVersion> versions = new ArrayList<>(policy.versions());
          versions.add(version);
          boolean isDefault = Boolean.TRUE.equals(in.setAsDefault());
          String inForce = isDefault ? version.id() : policy.defaultVersion();
          store(transaction, call, policy.withVersions(versions, inForce, number, now));
          return new CreatePolicyVersionResponse().policyVersion(view(version, inForce));
        });
  }

  GetPolicyVersionResponse get(GetPolicyVersionRequest in, Call call) {
    ManagedPolicy policy = iam.read(reader -> managed.get(reader, call, in.policyArn()));
    PolicyVersion version = find(policy, in.versionId());
    return new GetPolicyVersionResponse()
        .policyVersion(
            view(version, policy.defaultVersion()).document(Documents.encoded(version.document())));
  }

  ListPolicyVersionsResponse list(ListPolicyVersionsRequest in, Call call) {
    ManagedPolicy policy = iam.read(reader -> managed.get(reader, call, in.policyArn()));
    Pages.Page<PolicyVersion> page =
        Pages.byPosition(policy.versions().reversed(), in.marker(), in.maxItems());
    return new ListPolicyVersionsResponse()
        .versions(page.map(version -> view(version, policy.defaultVersion())).items())
        .isTruncated(page.isTruncated())
        .marker(page.marker());
  }

  Unit setDefault(SetDefaultPolicyVersionRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          ManagedPolicy policy = managed.getOwn(transaction, call, in.policyArn());
          PolicyVersion version = find(policy, in.versionId());
          return store(
              transaction,
              call,
              policy.withVersions(
                  policy.versions(), version.id(), policy.lastVersion(), policy.updatedAt()));
        });
  }

  Unit delete(DeletePolicyVersionRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          ManagedPolicy policy = managed.getOwn(transaction, call, in.policyArn());
          PolicyVersion version = find(policy, in.versionId());
          if (version.id().equals(policy.defaultVersion())) {
            throw new DeleteConflictException("Cannot delete the default version of a policy.");
          }
          List<PolicyVersion> rest = new ArrayList<>(policy.versions());
          rest.remove(version);
          return store(
              transaction,
              call,
              policy.withVersions(
                  rest, policy.defaultVersion(), policy.lastVersion(), policy.updatedAt()));
        });
  }

  private static PolicyVersion find(ManagedPolicy policy, String versionId) {
    PolicyVersion version = policy.version(versionId);
    if (version == null) {
      throw new NoSuchEntityException(
          "Policy "
              + policy.arn()
              + " version "
              + versionId
              + " does not exist or is not attachable.");
    }
    return version;
  }

  private Unit store(Transaction transaction, Call call, ManagedPolicy policy) {
    iam.directory().policies().put(transaction, call.accountId(), policy.name(), policy);
    return IamWorld.done(call);
  }

  /** A version as results have it, without its document. */
  static io.nephele.api.iam.PolicyVersion view(PolicyVersion version, String defaultVersion) {
    return new io.nephele.api.iam.PolicyVersion()
        .versionId(version.id())
        .isDefaultVersion(version.id().equals(defaultVersion))
        .createDate(version.createdAt());
  }
}
