package io.nephele.services.iam;

import io.nephele.api.iam.ChangePasswordRequest;
import io.nephele.api.iam.CreateLoginProfileRequest;
import io.nephele.api.iam.CreateLoginProfileResponse;
import io.nephele.api.iam.DeleteLoginProfileRequest;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.EntityTemporarilyUnmodifiableException;
import io.nephele.api.iam.GetLoginProfileRequest;
import io.nephele.api.iam.GetLoginProfileResponse;
import io.nephele.api.iam.InvalidUserTypeException;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.PasswordPolicyViolationException;
import io.nephele.api.iam.UpdateLoginProfileRequest;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.PasswordPolicy;
import io.nephele.identity.directory.User;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Unit;
import java.time.Duration;
import java.util.List;

/**
 * The operations on passwords of users. Hashes are computed before transactions, which may run more
 * than once and should be short.
 */
final class LoginProfiles {
  private final IamWorld iam;
  private final ProfileTable profiles;

  LoginProfiles(IamWorld iam, CredentialTables tables) {
    this.iam = iam;
    this.profiles = tables.loginProfiles();
  }

  CreateLoginProfileResponse create(CreateLoginProfileRequest in, Call call) {
    String name = userName(in.userName(), call);
    if (in.password() == null) { // only sessions of sts:AssumeRoot may do without
      throw IamErrors.validation(
          "1 validation error detected: Value null at 'password' failed to satisfy constraint:"
              + " Member must not be null");
    }
    Bytes salt = Bytes.of(iam.world().ids().secretBytes(PasswordHashes.SALT_LENGTH));
    Bytes hash = PasswordHashes.hash(in.password(), salt, PasswordHashes.ROUNDS);
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, name);
          if (profiles.get(transaction, call.accountId(), user.id()) != null) {
            throw new EntityAlreadyExistsException(
                "Login Profile for user " + user.name() + " already exists.");
          }
          PasswordRules.check(policy(transaction, call), in.password(), user.name());
          LoginProfile profile =
              new LoginProfile(
                  iam.now(),
                  iam.now(),
                  Boolean.TRUE.equals(in.passwordResetRequired()),
                  salt,
                  PasswordHashes.ROUNDS,
                  List.of(hash));
          profiles.put(transaction, call.accountId(), user.id(), profile);
          return new CreateLoginProfileResponse().loginProfile(form(user, profile));
        });
  }

  GetLoginProfileResponse get(GetLoginProfileRequest in, Call call) {
    String name = userName(in.userName(), call);
    return iam.read(
        reader -> {
          User user = iam.user(reader, call, name);
          return new GetLoginProfileResponse()
              .loginProfile(form(user, profile(reader, call, user)));
        });
  }

  Unit update(UpdateLoginProfileRequest in, Call call) {
    Hashed hash = in.password() == null ? null : hash(in.userName(), in.password(), call);
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, in.userName());
          LoginProfile profile = profile(transaction, call, user);
          if (in.password() != null) {
            profile = withPassword(transaction, call, user, profile, in.password(), hash);
          }
          if (in.passwordResetRequired() != null) {
            profile = profile.withResetRequired(in.passwordResetRequired());
          }
          profiles.put(transaction, call.accountId(), user.id(), profile);
          return IamWorld.done(call);
        });
  }

  Unit delete(DeleteLoginProfileRequest in, Call call) {
    String name = userName(in.userName(), call);
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, name);
          profile(transaction, call, user);
          profiles.delete(transaction, call.accountId(), user.id());
          return IamWorld.done(call);
        });
  }

  /** Has the caller set another password of its own. */
  Unit change(ChangePasswordRequest in, Call call) {
    if (call.principal().type() != Principal.Type.USER) {
      throw new InvalidUserTypeException("Only IAM Users can change their own password");
    }
    String name = IamWorld.lastPart(call.principal().entityArn());
    Hashed old = hash(name, in.oldPassword(), call);
    Hashed hash = hash(name, in.newPassword(), call);
    return iam.write(
        call,
        transaction -> {
          User user = iam.user(transaction, call, name);
          LoginProfile profile = profile(transaction, call, user);
          if (!PasswordHashes.isAmong(old.hash(), profile.hashes(), 1)) {
            throw AwsException.client("AccessDenied", 403, "The old password was incorrect.");
          }
          checkNotExpired(policy(transaction, call), profile);
          LoginProfile changed =
              withPassword(transaction, call, user, profile, in.newPassword(), hash)
                  .withResetRequired(false);
          profiles.put(transaction, call.accountId(), user.id(), changed);
          return IamWorld.done(call);
        });
  }

  private void checkNotExpired(PasswordPolicy policy, LoginProfile profile) {
    if (policy != null && policy.hardExpiry() && policy.maxAgeDays() > 0) {
      Duration age = Duration.between(profile.changedAt(), iam.now());
      if (age.compareTo(Duration.ofDays(policy.maxAgeDays())) >= 0) {
        throw AwsException.client(
            "AccessDenied", 403, "The password has expired and must be reset by an administrator.");
      }
    }
  }

  /** The profile with another password; an error to the caller if the account's policy forbids. */
  private LoginProfile withPassword(
      Reader reader, Call call, User user, LoginProfile profile, String password, Hashed hash) {
    if (!hash.salt().equals(profile.salt())) { // deleted and made anew meanwhile
      throw new EntityTemporarilyUnmodifiableException(
          "Login Profile for User " + user.name() + " cannot be modified while it is changed.");
    }
    PasswordPolicy policy = policy(reader, call);
    PasswordRules.check(policy, password, user.name());
    int notAgain = policy == null ? 0 : policy.reusePrevention();
    if (PasswordHashes.isAmong(hash.hash(), profile.hashes(), notAgain)) {
      throw new PasswordPolicyViolationException(
          "Password should not be one of the last " + notAgain + " passwords");
    }
    return profile.withPassword(hash.hash(), iam.now());
  }

  /**
   * A password that was hashed.
   *
   * @param salt the user's at that time
   */
  private record Hashed(Bytes salt, Bytes hash) {}

  /** The hash of a password with the salt of that user's. */
  private Hashed hash(String name, String password, Call call) {
    LoginProfile profile = iam.read(reader -> profile(reader, call, iam.user(reader, call, name)));
    return new Hashed(
        profile.salt(), PasswordHashes.hash(password, profile.salt(), profile.rounds()));
  }

  private PasswordPolicy policy(Reader reader, Call call) {
    return iam.account(reader, call).passwordPolicy();
  }

  private LoginProfile profile(Reader reader, Call call, User user) {
    LoginProfile profile = profiles.get(reader, call.accountId(), user.id());
    if (profile == null) {
      throw new NoSuchEntityException(
          "Login Profile for User " + user.name() + " cannot be found.");
    }
    return profile;
  }

  private static String userName(String asked, Call call) {
    String name = IamWorld.userNameOrCaller(asked, call);
    if (name == null) {
      throw IamErrors.validation("Must specify userName when calling with non-User credentials");
    }
    return name;
  }

  private static io.nephele.api.iam.LoginProfile form(User user, LoginProfile profile) {
    return new io.nephele.api.iam.LoginProfile()
        .userName(user.name())
        .createDate(profile.createdAt())
        .passwordResetRequired(profile.resetRequired());
  }
}
