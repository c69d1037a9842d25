package io.nephele.services.s3.grants;

import io.nephele.api.s3control.CreateAccessGrantsInstanceRequest;
import io.nephele.api.s3control.CreateAccessGrantsInstanceResult;
import io.nephele.api.s3control.DeleteAccessGrantsInstanceRequest;
import io.nephele.api.s3control.DeleteAccessGrantsInstanceResourcePolicyRequest;
import io.nephele.api.s3control.GetAccessGrantsInstanceForPrefixRequest;
import io.nephele.api.s3control.GetAccessGrantsInstanceForPrefixResult;
import io.nephele.api.s3control.GetAccessGrantsInstanceRequest;
import io.nephele.api.s3control.GetAccessGrantsInstanceResourcePolicyRequest;
import io.nephele.api.s3control.GetAccessGrantsInstanceResourcePolicyResult;
import io.nephele.api.s3control.GetAccessGrantsInstanceResult;
import io.nephele.api.s3control.ListAccessGrantsInstanceEntry;
import io.nephele.api.s3control.ListAccessGrantsInstancesRequest;
import io.nephele.api.s3control.ListAccessGrantsInstancesResult;
import io.nephele.api.s3control.PutAccessGrantsInstanceResourcePolicyRequest;
import io.nephele.api.s3control.PutAccessGrantsInstanceResourcePolicyResult;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.BucketPolicies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Accounts' instances of S3 Access Grants, of which each has one a region, and their policies. */
final class GrantsInstances {
  private final S3World s3;
  private final GrantTable table;

  GrantsInstances(S3World s3) {
    this.s3 = s3;
    this.table = s3.grants();
  }

  CreateAccessGrantsInstanceResult create(CreateAccessGrantsInstanceRequest in, Call call) {
    if (in.identityCenterArn() != null) {
      throw S3Errors.notImplemented("access grants for users of IAM Identity Center");
    }
    GrantsInstance instance =
        new GrantsInstance(
            in.accountId(), call.region().name(), s3.now(), null, null, 0, GrantTags.of(in.tags()));
    s3.world()
        .store()
        .write(
            transaction -> {
              if (table.instance(transaction, in.accountId(), instance.region()) != null) {
                throw GrantErrors.instanceExists();
              }
              table.put(transaction, instance);
              return null;
            });
    return new CreateAccessGrantsInstanceResult()
        .createdAt(Instant.ofEpochMilli(instance.createdAt()))
        .accessGrantsInstanceId(GrantsInstance.ID)
        .accessGrantsInstanceArn(instance.arn(call.partition()));
  }

  /** The instance of an account in the region of the call. */
  GrantsInstance find(Reader reader, String accountId, Call call) {
    GrantsInstance instance = table.instance(reader, accountId, call.region().name());
    if (instance == null) {
      throw GrantErrors.noInstance();
    }
    return instance;
  }

  private GrantsInstance find(String accountId, Call call) {
    return s3.read(reader -> find(reader, accountId, call));
  }

  GetAccessGrantsInstanceResult get(GetAccessGrantsInstanceRequest in, Call call) {
    GrantsInstance instance = find(in.accountId(), call);
    return new GetAccessGrantsInstanceResult()
        .accessGrantsInstanceArn(instance.arn(call.partition()))
        .accessGrantsInstanceId(GrantsInstance.ID)
        .createdAt(Instant.ofEpochMilli(instance.createdAt()));
  }

  GetAccessGrantsInstanceForPrefixResult ofPrefix(
      GetAccessGrantsInstanceForPrefixRequest in, Call call) {
    GrantsInstance instance = find(in.accountId(), call);
    return new GetAccessGrantsInstanceForPrefixResult()
        .accessGrantsInstanceArn(instance.arn(call.partition()))
        .accessGrantsInstanceId(GrantsInstance.ID);
  }

  ListAccessGrantsInstancesResult list(ListAccessGrantsInstancesRequest in, Call call) {
    List<ListAccessGrantsInstanceEntry> told = new ArrayList<>();
    for (GrantsInstance instance : s3.read(reader -> table.instances(reader, in.accountId()))) {
      if (instance.region().equals(call.region().name())) {
        told.add(
            new ListAccessGrantsInstanceEntry()
                .accessGrantsInstanceId(GrantsInstance.ID)
                .accessGrantsInstanceArn(instance.arn(call.partition()))
                .createdAt(Instant.ofEpochMilli(instance.createdAt())));
      }
    }
    return new ListAccessGrantsInstancesResult().accessGrantsInstancesList(told);
  }

  Unit delete(DeleteAccessGrantsInstanceRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              GrantsInstance instance = find(transaction, in.accountId(), call);
              if (!table.locations(transaction, instance, null, 1, any -> true).isEmpty()) {
                throw GrantErrors.instanceNotEmpty();
              }
              table.delete(transaction, instance);
              return null;
            });
    return S3World.done(call);
  }

  PutAccessGrantsInstanceResourcePolicyResult putPolicy(
      PutAccessGrantsInstanceResourcePolicyRequest in, Call call) {
    BucketPolicies.read(in.policy());
    long now = s3.now();
    change(in.accountId(), call, found -> found.withPolicy(in.policy(), in.organization(), now));
    return new PutAccessGrantsInstanceResourcePolicyResult()
        .policy(in.policy())
        .organization(in.organization())
        .createdAt(Instant.ofEpochMilli(now));
  }

  GetAccessGrantsInstanceResourcePolicyResult policy(
      GetAccessGrantsInstanceResourcePolicyRequest in, Call call) {
    GrantsInstance instance = find(in.accountId(), call);
    if (instance.policy() == null) {
      throw GrantErrors.noPolicy();
    }
    return new GetAccessGrantsInstanceResourcePolicyResult()
        .policy(instance.policy())
        .organization(instance.organization())
        .createdAt(Instant.ofEpochMilli(instance.policyAt()));
  }

  Unit deletePolicy(DeleteAccessGrantsInstanceResourcePolicyRequest in, Call call) {
    change(in.accountId(), call, found -> found.withPolicy(null, null, 0));
    return S3World.done(call);
  }

  private void change(String accountId, Call call, UnaryOperator<GrantsInstance> change) {
    s3.world()
        .store()
        .write(
            transaction -> {
              table.put(transaction, change.apply(find(transaction, accountId, call)));
              return null;
            });
  }
}
