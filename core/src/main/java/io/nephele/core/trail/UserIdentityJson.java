package io.nephele.core.trail;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.call.Call;
import io.nephele.core.call.CallRecord;
import io.nephele.core.identity.Principal;
import io.nephele.core.identity.Session;
import io.nephele.model.Struct;
import java.io.IOException;

/** Writes who made a call: CloudTrail's {@code userIdentity}. */
final class UserIdentityJson {
  private UserIdentityJson() {}

  /**
   * Writes the element.
   *
   * @param recipient the account whose record it is, which is told less of another's callers
   */
  static void write(JsonGenerator json, CallRecord record, String recipient) throws IOException {
    Call call = record.call();
    Principal principal = call.principal();
    json.writeObjectFieldStart("userIdentity");
    switch (principal.type()) {
      case SERVICE -> {
        json.writeStringField("type", "AWSService");
        json.writeStringField("invokedBy", principal.arn());
      }
      case ANONYMOUS -> anonymous(json, record);
      default -> {
        if (recipient.equals(principal.accountId())) {
          known(json, principal);
        } else {
          json.writeStringField("type", "AWSAccount");
          json.writeStringField("principalId", principal.id());
          json.writeStringField("accountId", principal.accountId());
        }
        if (!call.origin().calledVia().isEmpty()) {
          json.writeStringField("invokedBy", call.origin().calledVia().getLast());
        }
      }
    }
    json.writeEndObject();
  }

  /** The name by which event history looks for whoever called, or null. */
  static String username(CallRecord record) {
    Principal principal = record.call().principal();
    return switch (principal.type()) {
      case ROOT -> "root";
      case USER -> lastPart(principal.arn());
      case ROLE_SESSION, FEDERATED_USER -> principal.session().name();
      case SERVICE -> null;
      case ANONYMOUS -> subject(record);
    };
  }

  private static void known(JsonGenerator json, Principal principal) throws IOException {
    json.writeStringField("type", type(principal));
    json.writeStringField("principalId", principal.id());
    json.writeStringField("arn", principal.arn());
    json.writeStringField("accountId", principal.accountId());
    if (principal.accessKeyId() != null) {
      json.writeStringField("accessKeyId", principal.accessKeyId());
    }
    if (principal.type() == Principal.Type.USER) {
      json.writeStringField("userName", lastPart(principal.arn()));
    }
    if (principal.session() != null) {
      session(json, principal, principal.session());
    }
  }

  private static String type(Principal principal) {
    return switch (principal.type()) {
      case ROOT -> "Root";
      case USER -> "IAMUser";
      case ROLE_SESSION -> "AssumedRole";
      case FEDERATED_USER -> "FederatedUser";
      default -> throw new IllegalArgumentException(principal.toString());
    };
  }

  private static void session(JsonGenerator json, Principal principal, Session session)
      throws IOException {
    json.writeObjectFieldStart("sessionContext");
    boolean role = principal.type() == Principal.Type.ROLE_SESSION;
    if (role || principal.type() == Principal.Type.FEDERATED_USER) {
      boolean root = principal.entityArn().endsWith(":root");
      json.writeObjectFieldStart("sessionIssuer");
      json.writeStringField("type", role ? "Role" : root ? "Root" : "IAMUser");
      if (role) {
        json.writeStringField(
            "principalId", principal.id().substring(0, principal.id().indexOf(':')));
      } else if (root) {
        json.writeStringField("principalId", principal.accountId());
      }
      json.writeStringField("arn", principal.entityArn());
      json.writeStringField("accountId", principal.accountId());
      if (!root) {
        json.writeStringField("userName", lastPart(principal.entityArn()));
      }
      json.writeEndObject();
    }
    if (session.federatedProvider() != null) {
      json.writeObjectFieldStart("webIdFederationData");
      json.writeStringField("federatedProvider", session.federatedProvider());
      json.writeObjectFieldStart("attributes");
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeObjectFieldStart("attributes");
    json.writeStringField("creationDate", EventTimes.iso(session.issuedAt().toEpochMilli()));
    json.writeStringField("mfaAuthenticated", session.mfaAt() == null ? "false" : "true");
    json.writeEndObject();
    if (session.sourceIdentity() != null) {
      json.writeStringField("sourceIdentity", session.sourceIdentity());
    }
    json.writeEndObject();
  }

  /** Callers without credentials; those who show the token of an identity provider have a name. */
  private static void anonymous(JsonGenerator json, CallRecord record) throws IOException {
    String subject = subject(record);
    if (subject == null) {
      json.writeStringField("type", "AWSAccount");
      json.writeStringField("principalId", "");
      json.writeStringField("accountId", "ANONYMOUS_PRINCIPAL");
      return;
    }
    boolean saml = record.call().operation().name().equals("AssumeRoleWithSAML");
    Struct result = record.result();
    String provider = (String) result.get(saml ? "Issuer" : "Provider");
    String audience = (String) result.get("Audience");
    json.writeStringField("type", saml ? "SAMLUser" : "WebIdentityUser");
    json.writeStringField(
        "principalId",
        saml
            ? result.get("NameQualifier") + ":" + subject
            : provider + ":" + audience + ":" + subject);
    json.writeStringField("userName", subject);
    json.writeStringField("identityProvider", provider);
  }

  private static String subject(CallRecord record) {
    if (record.result() == null) {
      return null;
    }
    return switch (record.call().operation().name()) {
      case "AssumeRoleWithWebIdentity" ->
          (String) record.result().get("SubjectFromWebIdentityToken");
      case "AssumeRoleWithSAML" -> (String) record.result().get("Subject");
      default -> null;
    };
  }

  private static String lastPart(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
