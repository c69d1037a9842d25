package io.nephele.services.s3.access;

import io.nephele.api.s3.AccessControlPolicy;
import io.nephele.api.s3.Grant;
import io.nephele.api.s3.Grantee;
import io.nephele.core.identity.CanonicalUser;
import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import java.util.ArrayList;
import java.util.List;

/**
 * The access control list that a request asks for: by the name of a canned one, by headers with
 * grants, or by a document.
 */
final class AclRequest {
  private static final int MOST_GRANTS = 100;

  private record HeaderGrant(String member, String header, String permission) {}

  private static final List<HeaderGrant> HEADERS =
      List.of(
          new HeaderGrant("GrantFullControl", "x-amz-grant-full-control", AclGrant.FULL_CONTROL),
          new HeaderGrant("GrantRead", "x-amz-grant-read", AclGrant.READ),
          new HeaderGrant("GrantReadACP", "x-amz-grant-read-acp", AclGrant.READ_ACP),
          new HeaderGrant("GrantWrite", "x-amz-grant-write", AclGrant.WRITE),
          new HeaderGrant("GrantWriteACP", "x-amz-grant-write-acp", AclGrant.WRITE_ACP));

  private final Struct request;

  AclRequest(Struct request) {
    this.request = request;
  }

  /** The name of the canned list that is asked for, or null. */
  String canned() {
    return text("ACL");
  }

  /** Whether any list is asked for. */
  boolean isPresent() {
    return canned() != null || hasHeaders() || document() != null;
  }

  /** The list that is asked for, or null. */
  AccessControlList list(String ownerId, String bucketOwnerId, boolean ofBucket) {
    String canned = canned();
    boolean headers = hasHeaders();
    AccessControlPolicy document = document();
    if (canned != null && headers) {
      throw S3Errors.invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");
    }
    if (document != null && (canned != null || headers)) {
      throw AwsException.client("UnexpectedContent", 400, "This request does not support content");
    }
    if (canned != null) {
      return CannedAcl.of(canned, ownerId, bucketOwnerId, ofBucket);
    }
    if (headers) {
      return new AccessControlList(ownerId, headerGrants());
    }
    return document == null ? null : ofDocument(document, ownerId);
  }

  private List<AclGrant> headerGrants() {
    List<AclGrant> grants = new ArrayList<>();
    for (HeaderGrant header : HEADERS) {
      String value = text(header.member);
      if (value != null) {
        for (String part : value.split(",", -1)) {
          grants.add(grant(part.strip(), header));
        }
      }
    }
    return checkCount(grants);
  }

  private static AclGrant grant(String part, HeaderGrant header) {
    int equals = part.indexOf('=');
    String type = equals < 0 ? "" : part.substring(0, equals).strip();
    String value = equals < 0 ? "" : unquote(part.substring(equals + 1).strip());
    return switch (type) {
      case "id" -> new AclGrant(AclGrant.USER, checkUser(value), header.permission);
      case "uri" -> new AclGrant(AclGrant.GROUP, checkGroup(value), header.permission);
      case "emailAddress" -> throw byEmail(value);
      default ->
          throw S3Errors.invalidArgument("Argument format not recognized", header.header, part);
    };
  }

  private static String unquote(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static String checkUser(String id) {
    if (id == null || CanonicalUser.accountOf(id) == null) {
      throw S3Errors.invalidArgument("Invalid id", "CanonicalUser/ID", id);
    }
    return id;
  }

  private static String checkGroup(String uri) {
    if (uri == null || !Groups.exists(uri)) {
      throw S3Errors.invalidArgument("Invalid group uri", "Group/URI", uri);
    }
    return uri;
  }

  /** S3 takes no grants by e-mail address any more. */
  private static AwsException byEmail(String address) {
    return AwsException.client(
            "UnresolvableGrantByEmailAddress",
            400,
            "The e-mail address you provided does not match any account on record.")
        .with("Email", address);
  }

  private static AccessControlList ofDocument(AccessControlPolicy document, String ownerId) {
    String owner = CanonicalUser.of(ownerId);
    if (document.owner() == null || document.owner().id() == null) {
      throw malformed();
    }
    if (!document.owner().id().equals(owner)) {
      throw S3Errors.accessDenied();
    }
    List<AclGrant> grants = new ArrayList<>();
    if (document.grants() != null) {
      for (Grant grant : document.grants()) {
        grants.add(grant(grant));
      }
    }
    return new AccessControlList(ownerId, checkCount(grants));
  }

  private static AclGrant grant(Grant grant) {
    Grantee grantee = grant.grantee();
    if (grantee == null || grant.permission() == null) {
      throw malformed();
    }
    if (!AclGrant.isPermission(grant.permission())) {
      throw malformed();
    }
    String type = grantee.type() == null ? "" : grantee.type();
    return switch (type) {
      case AclGrant.USER ->
          new AclGrant(AclGrant.USER, checkUser(grantee.id()), grant.permission());
      case AclGrant.GROUP ->
          new AclGrant(AclGrant.GROUP, checkGroup(grantee.uri()), grant.permission());
      case "AmazonCustomerByEmail" -> throw byEmail(grantee.emailAddress());
      default -> throw malformed();
    };
  }

  private static List<AclGrant> checkCount(List<AclGrant> grants) {
    if (grants.size() > MOST_GRANTS) {
      throw malformed();
    }
    return List.copyOf(grants);
  }

  private static AwsException malformed() {
    return AwsException.client(
        "MalformedACLError",
        400,
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  private boolean hasHeaders() {
    for (HeaderGrant header : HEADERS) {
      if (text(header.member) != null) {
        return true;
      }
    }
    return false;
  }

  private AccessControlPolicy document() {
    Member member = request.shape().member("AccessControlPolicy");
    return member != null && request.get(member) instanceof Struct struct
        ? new AccessControlPolicy(struct)
        : null;
  }

  private String text(String name) {
    Member member = request.shape().member(name);
    return member == null ? null : (String) request.get(member);
  }
}
