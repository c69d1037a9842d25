package io.nephele.services.iam;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.identity.Identity;
import io.nephele.identity.directory.AccountSettings;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** What the handlers of IAM share: the directory, ids, ARNs, and finding what a call names. */
final class IamWorld {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_LENGTH = 17;

  private final World world;
  private final Directory directory;

  IamWorld(World world) {
    this.world = world;
    this.directory = Identity.of(world).directory();
  }

  World world() {
    return world;
  }

  Directory directory() {
    return directory;
  }

  /** The time in whole seconds, which is how IAM keeps dates. */
  Instant now() {
    return world.clock().now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** What the clocks of MFA devices show, which nobody turns with the world's. */
  Instant deviceTime() {
    return world.clock().machineTime();
  }

  /**
   * A new unique id.
   *
   * @param kind the four letters that it begins with: AIDA of users, AGPA of groups, AROA of roles,
   *     ANPA of policies, AIPA of instance profiles, ASCA of certificates, APKA of public keys,
   *     ACCA of service-specific credentials
   */
  String newId(String kind) {
    return kind + world.ids().text(ID_LENGTH, BASE32);
  }

  /**
   * The ARN of what the account of the call has.
   *
   * @param type for example {@code user}
   * @param path begins and ends with a slash
   */
  static String arn(Call call, String type, String path, String name) {
    return arn(call, type + path + name);
  }

  /** The ARN of what the account of the call has, for example {@code mfa/phone}. */
  static String arn(Call call, String resource) {
    return "arn:" + call.partition() + ":iam::" + call.accountId() + ":" + resource;
  }

  /** The path that a request says, or the one where everything is that has none. */
  static String path(String asked) {
    return asked == null ? "/" : asked;
  }

  /** Reads one consistent state. */
  <T> T read(Function<Reader, T> body) {
    return directory.read(body);
  }

  /** Changes what the account of the call has; the body may run again. */
  <T> T write(Call call, Function<Transaction, T> body) {
    return directory.write(call.accountId(), body);
  }

  /** What is set of the account of the call as a whole. */
  AccountSettings account(Reader reader, Call call) {
    return directory.account(reader, call.accountId());
  }

  /** The user of that name; an error to the caller if it is not there. */
  User user(Reader reader, Call call, String name) {
    User user = directory.users().get(reader, call.accountId(), name);
    if (user == null) {
      throw IamErrors.userNotFound(name);
    }
    return user;
  }

  /** The group of that name; an error to the caller if it is not there. */
  Group group(Reader reader, Call call, String name) {
    Group group = directory.groups().get(reader, call.accountId(), name);
    if (group == null) {
      throw IamErrors.groupNotFound(name);
    }
    return group;
  }

  /** The role of that name; an error to the caller if it is not there. */
  Role role(Reader reader, Call call, String name) {
    Role role = directory.roles().get(reader, call.accountId(), name);
    if (role == null) {
      throw IamErrors.roleNotFound(name);
    }
    return role;
  }

  /**
   * The user that a request is about where it may leave the name out and mean the caller.
   *
   * @return null for the account's root user
   */
  static String userNameOrCaller(String asked, Call call) {
    if (asked != null) {
      return asked;
    }
    Principal caller = call.principal();
    return switch (caller.type()) {
      case ROOT -> null;
      case USER -> lastPart(caller.entityArn());
      default ->
          throw IamErrors.validation(
              "Must specify userName when calling with non-User credentials");
    };
  }

  /** What stands after the last slash, in ARNs the name. */
  static String lastPart(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** The answer of operations that have nothing to say. */
  static Unit done(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }
}
