package io.nephele.services.iam;

import io.nephele.api.iam.AddRoleToInstanceProfileRequest;
import io.nephele.api.iam.CreateInstanceProfileRequest;
import io.nephele.api.iam.CreateInstanceProfileResponse;
import io.nephele.api.iam.DeleteInstanceProfileRequest;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.GetInstanceProfileRequest;
import io.nephele.api.iam.GetInstanceProfileResponse;
import io.nephele.api.iam.ListInstanceProfilesForRoleRequest;
import io.nephele.api.iam.ListInstanceProfilesForRoleResponse;
import io.nephele.api.iam.ListInstanceProfilesRequest;
import io.nephele.api.iam.ListInstanceProfilesResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.RemoveRoleFromInstanceProfileRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Entities;
import io.nephele.identity.directory.InstanceProfile;
import io.nephele.identity.directory.Role;
import io.nephele.model.Unit;
import io.nephele.services.iam.Tags.Taggable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Instance profiles, each of which holds at most one role. */
final class InstanceProfiles {
  private static final int ROLES_PER_PROFILE = 1;

  private final IamWorld iam;
  private final RoleViews roleViews;

  InstanceProfiles(IamWorld iam, RoleViews roleViews) {
    this.iam = iam;
    this.roleViews = roleViews;
  }

  CreateInstanceProfileResponse create(CreateInstanceProfileRequest in, Call call) {
    Map<String, String> tags = Tags.of(Taggable.INSTANCE_PROFILE, in.tags());
    String path = IamWorld.path(in.path());
    String name = in.instanceProfileName();
    String id = iam.newId("AIPA");
    return iam.write(
        call,
        transaction -> {
          if (profiles().get(transaction, call.accountId(), name) != null) {
            throw new EntityAlreadyExistsException("Instance Profile " + name + " already exists.");
          }
          Quotas.checkOneMore(
              profiles().rows(transaction, call.accountId()),
              Quotas.INSTANCE_PROFILES,
              "InstanceProfilesPerAccount");
          String arn = IamWorld.arn(call, "instance-profile", path, name);
          InstanceProfile profile = new InstanceProfile(name, path, arn, id, iam.now(), null, tags);
          profiles().put(transaction, call.accountId(), name, profile);
          return new CreateInstanceProfileResponse()
              .instanceProfile(full(transaction, call, profile));
        });
  }

  GetInstanceProfileResponse get(GetInstanceProfileRequest in, Call call) {
    return iam.read(
        reader -> {
          InstanceProfile profile = find(reader, call, in.instanceProfileName());
          return new GetInstanceProfileResponse().instanceProfile(full(reader, call, profile));
        });
  }

  ListInstanceProfilesResponse list(ListInstanceProfilesRequest in, Call call) {
    String prefix = in.pathPrefix() == null ? "/" : in.pathPrefix();
    return iam.read(
        reader -> {
          Pages.Page<io.nephele.api.iam.InstanceProfile> page =
              page(
                  reader,
                  call,
                  profile -> profile.path().startsWith(prefix),
                  in.marker(),
                  in.maxItems());
          return new ListInstanceProfilesResponse()
              .instanceProfiles(page.items())
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  ListInstanceProfilesForRoleResponse listForRole(
      ListInstanceProfilesForRoleRequest in, Call call) {
    return iam.read(
        reader -> {
          Role role = iam.role(reader, call, in.roleName());
          Pages.Page<io.nephele.api.iam.InstanceProfile> page =
              page(
                  reader,
                  call,
                  profile -> role.name().equals(profile.roleName()),
                  in.marker(),
                  in.maxItems());
          return new ListInstanceProfilesForRoleResponse()
              .instanceProfiles(page.items())
              .isTruncated(page.isTruncated())
              .marker(page.marker());
        });
  }

  private Pages.Page<io.nephele.api.iam.InstanceProfile> page(
      Reader reader,
      Call call,
      Predicate<InstanceProfile> condition,
      String marker,
      Integer maxItems) {
    return Pages.byName(
            after -> after(reader, call, after, condition), InstanceProfile::name, marker, maxItems)
        .map(profile -> view(reader, call, profile));
  }

  private Iterator<InstanceProfile> after(
      Reader reader, Call call, String name, Predicate<InstanceProfile> condition) {
    return Filtered.of(profiles().after(reader, call.accountId(), name), condition);
  }

  Unit delete(DeleteInstanceProfileRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          InstanceProfile profile = find(transaction, call, in.instanceProfileName());
          if (profile.roleName() != null) {
            throw IamErrors.mustFirst("remove roles from instance profile");
          }
          profiles().delete(transaction, call.accountId(), profile.name());
          return IamWorld.done(call);
        });
  }

  Unit addRole(AddRoleToInstanceProfileRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          InstanceProfile profile = find(transaction, call, in.instanceProfileName());
          Role role = iam.role(transaction, call, in.roleName());
          ServiceLinkedRoles.checkModifiable(role);
          if (profile.roleName() != null) {
            throw IamErrors.limit("InstanceSessionsPerInstanceProfile", ROLES_PER_PROFILE);
          }
          return store(transaction, call, profile.withRoleName(role.name()));
        });
  }

  Unit removeRole(RemoveRoleFromInstanceProfileRequest in, Call call) {
    return iam.write(
        call,
        transaction -> {
          InstanceProfile profile = find(transaction, call, in.instanceProfileName());
          Role role = iam.role(transaction, call, in.roleName());
          if (!role.name().equals(profile.roleName())) {
            throw new NoSuchEntityException(
                "Role "
                    + in.roleName()
                    + " in Instance Profile "
                    + in.instanceProfileName()
                    + " cannot be found.");
          }
          return store(transaction, call, profile.withRoleName(null));
        });
  }

  /** The profile of that name; an error to the caller if it is not there. */
  InstanceProfile find(Reader reader, Call call, String name) {
    InstanceProfile profile = profiles().get(reader, call.accountId(), name);
    if (profile == null) {
      throw IamErrors.instanceProfileNotFound(name);
    }
    return profile;
  }

  /** Stores a profile that was changed. */
  Unit store(Transaction transaction, Call call, InstanceProfile profile) {
    profiles().put(transaction, call.accountId(), profile.name(), profile);
    return IamWorld.done(call);
  }

  private Entities<InstanceProfile> profiles() {
    return iam.directory().instanceProfiles();
  }

  private io.nephele.api.iam.InstanceProfile full(
      Reader reader, Call call, InstanceProfile profile) {
    return view(reader, call, profile).tags(Tags.listOrNull(profile.tags()));
  }

  /** A profile as lists have it. */
  io.nephele.api.iam.InstanceProfile view(Reader reader, Call call, InstanceProfile profile) {
    Role role =
        profile.roleName() == null
            ? null
            : iam.directory().roles().get(reader, call.accountId(), profile.roleName());
    return new io.nephele.api.iam.InstanceProfile()
        .path(profile.path())
        .instanceProfileName(profile.name())
        .instanceProfileId(profile.id())
        .arn(profile.arn())
        .createDate(profile.createdAt())
        .roles(role == null ? List.of() : List.of(roleViews.listed(reader, role)));
  }
}
