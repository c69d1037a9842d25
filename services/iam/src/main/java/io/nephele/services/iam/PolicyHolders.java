package io.nephele.services.iam;

import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Group;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Users, groups and roles as what policies are attached to and put into. */
final class PolicyHolders {
  private final IamWorld iam;

  PolicyHolders(IamWorld iam) {
    this.iam = iam;
  }

  /** What holds policies. */
  enum Kind {
    USER("User", 2048),
    GROUP("Group", 5120),
    ROLE("Role", 10240);

    private final String title;
    private final int maxInlineSize;

    Kind(String title, int maxInlineSize) {
      this.title = title;
      this.maxInlineSize = maxInlineSize;
    }

    /** With a capital letter. */
    String title() {
      return title;
    }

    /** In small letters. */
    String noun() {
      return title.toLowerCase(Locale.ROOT);
    }

    /** How many characters its inline policies may have together, white space aside. */
    int maxInlineSize() {
      return maxInlineSize;
    }
  }

  /**
   * One of them.
   *
   * @param attached the ARNs of the managed policies that are attached
   * @param inline the documents of inline policies by name
   */
  record Holder(Kind kind, String name, List<String> attached, Map<String, String> inline) {}

  /** The one of that name; an error to the caller if it is not there. */
  Holder get(Reader reader, Call call, Kind kind, String name) {
    return switch (kind) {
      case USER -> {
        User user = iam.user(reader, call, name);
        yield new Holder(kind, user.name(), user.attached(), user.inline());
      }
      case GROUP -> {
        Group group = iam.group(reader, call, name);
        yield new Holder(kind, group.name(), group.attached(), group.inline());
      }
      case ROLE -> {
        Role role = iam.role(reader, call, name);
        yield new Holder(kind, role.name(), role.attached(), role.inline());
      }
    };
  }

  /** As the other, to be changed: a service's own role is not. */
  Holder getModifiable(Reader reader, Call call, Kind kind, String name) {
    if (kind == Kind.ROLE) {
      ServiceLinkedRoles.checkModifiable(iam.role(reader, call, name));
    }
    return get(reader, call, kind, name);
  }

  /** Has these policies attached to it. */
  void setAttached(Transaction transaction, Call call, Holder holder, List<String> attached) {
    Directory directory = iam.directory();
    String name = holder.name();
    String account = call.accountId();
    switch (holder.kind()) {
      case USER ->
          directory
              .users()
              .put(
                  transaction,
                  account,
                  name,
                  iam.user(transaction, call, name).withAttached(attached));
      case GROUP ->
          directory
              .groups()
              .put(
                  transaction,
                  account,
                  name,
                  iam.group(transaction, call, name).withAttached(attached));
      case ROLE ->
          directory
              .roles()
              .put(
                  transaction,
                  account,
                  name,
                  iam.role(transaction, call, name).withAttached(attached));
    }
  }

  /** Has these inline policies in it. */
  void setInline(Transaction transaction, Call call, Holder holder, Map<String, String> inline) {
    Directory directory = iam.directory();
    String name = holder.name();
    String account = call.accountId();
    switch (holder.kind()) {
      case USER ->
          directory
              .users()
              .put(
                  transaction, account, name, iam.user(transaction, call, name).withInline(inline));
      case GROUP ->
          directory
              .groups()
              .put(
                  transaction,
                  account,
                  name,
                  iam.group(transaction, call, name).withInline(inline));
      case ROLE ->
          directory
              .roles()
              .put(
                  transaction, account, name, iam.role(transaction, call, name).withInline(inline));
    }
  }
}
