package io.nephele.services.kms;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the grant that allows a call, and tells it as a policy of one statement. */
final class GrantedAccess {
  private static final String PREFIX = "kms:";
  private static final String RETIRE = "RetireGrant";
  private static final String CREATE = "CreateGrant";

  /** The operations whose encryption context constraints are about. */
  private static final Set<String> WITH_CONTEXT =
      Set.of(
          "Decrypt",
          "Encrypt",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "ReEncryptFrom",
          "ReEncryptTo");

  private final KmsWorld kms;

  GrantedAccess(KmsWorld kms) {
    this.kms = kms;
  }

  /** The policy that a grant on the key is for this call, or null if none allows it. */
  AttachedPolicy policy(String action, Key keyPlace, Call call, Struct request) {
    String operation = action.substring(PREFIX.length());
    Set<String> names = names(call.principal());
    Found found =
        kms.read(
            reader ->
                operation.equals(RETIRE)
                    ? retirable(reader, keyPlace, names, request)
                    : granted(reader, keyPlace, names, operation, request));
    return found == null ? null : policy(found.grant, found.principal, action);
  }

  /** A grant and the name by which it is the caller's. */
  private record Found(Grant grant, String principal) {}

  /** What grants may name the caller by. */
  private static Set<String> names(Principal principal) {
    Set<String> names = new LinkedHashSet<>();
    names.add(principal.arn());
    names.add(principal.entityArn());
    if (principal.type() != Principal.Type.SERVICE && principal.accountId() != null) {
      String arn = principal.arn();
      String partition = arn.substring(0, arn.indexOf(':', "arn:".length()));
      names.add(partition + ":iam::" + principal.accountId() + ":root");
    }
    return names;
  }

  private Found granted(
      Reader reader, Key keyPlace, Set<String> names, String operation, Struct request) {
    for (String name : names) {
      for (Grant grant : kms.grants().to(reader, keyPlace, name)) {
        if (grant.operations().contains(operation) && isFor(grant, operation, request)) {
          return new Found(grant, name);
        }
      }
    }
    return null;
  }

  private static boolean isFor(Grant grant, String operation, Struct request) {
    if (operation.equals(CREATE)) {
      return isWithin(grant, request);
    }
    return !WITH_CONTEXT.contains(operation)
        || grant.allowsContext(EncryptionContext.of(request, contextMember(operation)));
  }

  private static String contextMember(String operation) {
    return switch (operation) {
      case "ReEncryptFrom" -> "SourceEncryptionContext";
      case "ReEncryptTo" -> "DestinationEncryptionContext";
      default -> "EncryptionContext";
    };
  }

  /** A grant that is made by a grant allows no more than that one, and is as narrow. */
  private static boolean isWithin(Grant grant, Struct request) {
    Object operations = request.get("Operations");
    if (!(operations instanceof List<?> asked) || !grant.operations().containsAll(asked)) {
      return false;
    }
    if (!grant.isConstrained()) {
      return true;
    }
    if (!(request.get("Constraints") instanceof Struct constraints)) {
      return false;
    }
    Map<String, String> equal = EncryptionContext.of(constraints, "EncryptionContextEquals");
    Map<String, String> subset = EncryptionContext.of(constraints, "EncryptionContextSubset");
    if (grant.contextEquals() != null && !grant.contextEquals().isEmpty()) {
      return grant.contextEquals().equals(equal);
    }
    return grant.allowsContext(equal) || grant.allowsContext(subset);
  }

  /** The grant of a RetireGrant, if the caller is who may retire it. */
  private Found retirable(Reader reader, Key keyPlace, Set<String> names, Struct request) {
    String grantId = (String) request.get("GrantId");
    if (request.get("GrantToken") instanceof String token) {
      GrantTokens parsed = GrantTokens.read(token);
      grantId = parsed == null ? null : parsed.grantId();
    }
    Grant grant = grantId == null ? null : kms.grants().find(reader, keyPlace, grantId);
    if (grant == null) {
      return null;
    }
    if (grant.retiring() != null && names.contains(grant.retiring())) {
      return new Found(grant, grant.retiring());
    }
    return grant.operations().contains(RETIRE) && names.contains(grant.grantee())
        ? new Found(grant, grant.grantee())
        : null;
  }

  private static AttachedPolicy policy(Grant grant, String principal, String action) {
    String json =
        JsonText.write(
            Map.of(
                "Version",
                "2012-10-17",
                "Statement",
                Map.of(
                    "Effect",
                    "Allow",
                    "Principal",
                    Map.of(principal.startsWith("arn:") ? "AWS" : "Service", principal),
                    "Action",
                    action,
                    "Resource",
                    "*")));
    return new AttachedPolicy(
        PolicyDocument.parse(json, PolicyKind.RESOURCE), "grant/" + grant.id());
  }
}
