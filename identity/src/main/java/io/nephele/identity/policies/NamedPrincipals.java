package io.nephele.identity.policies;

import io.nephele.core.arn.Arn;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.User;
import io.nephele.policy.MalformedPolicyException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The users and roles that policies of resources name. AWS keeps their unique ids instead of their
 * ARNs, so that who is deleted and made again is not who was meant; what is read back shows the ARN
 * again, or the id where nobody has it any more. Accounts in which nobody ever made anything are
 * not of this world: whom they have is not known, and any name is taken.
 */
public final class NamedPrincipals {
  private static final String AWS = "AWS";

  private final Directory directory;

  /** The users and roles in that directory. */
  public NamedPrincipals(Directory directory) {
    this.directory = directory;
  }

  /**
   * A document as it is kept.
   *
   * @param document with ids in place of the ARNs of users and roles
   * @param arns the ARNs by id
   */
  public record Stored(String document, Map<String, String> arns) {}

  /**
   * The document as it is kept.
   *
   * @param accountId the account whose resource it is for
   * @param document a policy that was parsed without an error
   * @throws MalformedPolicyException if it names somebody who is not there
   */
  public Stored stored(Reader reader, String accountId, String partition, String document) {
    Map<String, String> arns = new LinkedHashMap<>();
    String text =
        mapped(
            document,
            (type, name) ->
                type.equals(AWS) ? stored(reader, accountId, partition, name, arns) : name);
    return new Stored(text, arns);
  }

  /** Whether a document of a resource of that account can name the principal. */
  public boolean isThere(Reader reader, String accountId, String name) {
    try {
      stored(reader, accountId, "aws", name, new LinkedHashMap<>());
      return true;
    } catch (MalformedPolicyException e) {
      return false;
    }
  }

  /** The document as it is shown. */
  public String shown(Reader reader, Stored stored) {
    return stored.arns() == null || stored.arns().isEmpty()
        ? stored.document()
        : mapped(
            stored.document(),
            (type, name) -> {
              String arn = stored.arns().get(name);
              return arn == null ? name : shown(reader, name, arn);
            });
  }

  private String stored(
      Reader reader, String accountId, String partition, String name, Map<String, String> arns) {
    if (AccountIds.isAccountId(name)) {
      return "arn:" + partition + ":iam::" + name + ":root";
    }
    if (name.equals("*")) {
      return name;
    }
    Arn arn = Arn.parse(name);
    if (arn == null) {
      String found = arnOf(reader, accountId, name);
      if (found == null) {
        throw invalid(name);
      }
      arns.put(name, found);
      return name;
    }
    if (!isOfThisWorld(reader, accountId, arn.account())) {
      return name;
    }
    if (arn.service().equals("sts")) {
      if (!isSessionPossible(reader, arn)) {
        throw invalid(name);
      }
      return name;
    }
    if (arn.resource().equals("root")) {
      return name;
    }
    String id = idOf(reader, name, arn.account());
    if (id == null) {
      throw invalid(name);
    }
    arns.put(id, name);
    return id;
  }

  private boolean isOfThisWorld(Reader reader, String ownAccountId, String accountId) {
    return AccountIds.isAccountId(accountId)
        && (accountId.equals(ownAccountId) || directory.revision(reader, accountId) > 0);
  }

  private boolean isSessionPossible(Reader reader, Arn arn) {
    String[] parts = arn.resource().split("/");
    return !parts[0].equals("assumed-role")
        || parts.length == 3 && directory.roles().get(reader, arn.account(), parts[1]) != null;
  }

  private static MalformedPolicyException invalid(String name) {
    return new MalformedPolicyException(
        "Invalid principal in policy: \"" + AWS + "\":\"" + name + "\"");
  }

  /** The unique id of the user or role that has the ARN, or null. */
  private String idOf(Reader reader, String arn, String accountId) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    User user = directory.users().get(reader, accountId, name);
    if (user != null && user.arn().equals(arn)) {
      return user.id();
    }
    Role role = directory.roles().get(reader, accountId, name);
    return role != null && role.arn().equals(arn) ? role.id() : null;
  }

  private String shown(Reader reader, String id, String arn) {
    Arn parsed = Arn.parse(arn);
    if (id.equals(idOf(reader, arn, parsed.account()))) {
      return arn;
    }
    String renamed = arnOf(reader, parsed.account(), id);
    return renamed == null ? id : renamed;
  }

  /** The ARN of the user or role of the account that has the unique id, or null. */
  private String arnOf(Reader reader, String accountId, String id) {
    for (User user : directory.users().all(reader, accountId)) {
      if (user.id().equals(id)) {
        return user.arn();
      }
    }
    for (Role role : directory.roles().all(reader, accountId)) {
      if (role.id().equals(id)) {
        return role.arn();
      }
    }
    return null;
  }

  /** Gives the name that stands in place of another. */
  private interface Mapping {
    String map(String type, String name);
  }

  /** The document without white space, its principals mapped, lists of one as that one. */
  private static String mapped(String document, Mapping mapping) {
    Object json = JsonText.parse(document);
    if (json instanceof Map<?, ?> policy) {
      Object statements = policy.get("Statement");
      for (Object statement : statements instanceof List<?> list ? list : List.of(statements)) {
        mapStatement(statement, mapping);
      }
    }
    return JsonText.write(json);
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static void mapStatement(Object json, Mapping mapping) {
    Map<String, Object> statement = (Map<String, Object>) json;
    statement.computeIfPresent("Action", (field, actions) -> single(actions));
    for (String field : List.of("Principal", "NotPrincipal")) {
      if (statement.get(field) instanceof Map<?, ?> principal) {
        Map<String, Object> types = (Map<String, Object>) principal;
        types.replaceAll((type, names) -> mapNames(names, name -> mapping.map(type, name)));
      }
    }
  }

  private static Object mapNames(Object names, UnaryOperator<String> mapping) {
    if (names instanceof List<?> list) {
      List<Object> mapped = new ArrayList<>(list.size());
      for (Object name : list) {
        mapped.add(mapping.apply((String) name));
      }
      return single(mapped);
    }
    return mapping.apply((String) names);
  }

  private static Object single(Object values) {
    return values instanceof List<?> list && list.size() == 1 ? list.getFirst() : values;
  }
}
