package io.nephele.identity.authorization;

import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.identity.Session;
import io.nephele.policy.ConditionKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The condition keys of a request: AWS's global ones, found when a policy asks for them, and those
 * of the action. See AWS global condition context keys in the IAM User Guide. Keys of organizations
 * and of VPC endpoints are absent while there are none of these.
 */
final class GlobalKeys implements ConditionKeys {
  private static final String PRINCIPAL_TAG = "aws:principaltag/";

  /**
   * The services that tell SNS for whom they publish by the old key aws:SourceOwner, which the
   * policy that a topic begins with asks for; all others need a policy that names them.
   */
  private static final Set<String> SOURCE_OWNERS =
      Set.of(
          "autoscaling.amazonaws.com",
          "cloudwatch.amazonaws.com",
          "codecommit.amazonaws.com",
          "elasticache.amazonaws.com",
          "elasticbeanstalk.amazonaws.com",
          "events.rds.amazonaws.com",
          "glacier.amazonaws.com",
          "ses.amazonaws.com");

  private final Call call;
  private final Instant mfaAt;
  private final Map<String, String> ownTags;
  private final ConditionKeys ofAction;
  private final String resourceAccount;

  /**
   * The keys of one action of a call.
   *
   * @param mfaAt when the request itself showed an MFA device, or null if not
   * @param ownTags the tags of the user or role that calls
   * @param ofAction the keys that follow from the request and its resource
   * @param resourceAccount the account that owns the resource, or null
   */
  GlobalKeys(
      Call call,
      Instant mfaAt,
      Map<String, String> ownTags,
      ConditionKeys ofAction,
      String resourceAccount) {
    this.call = call;
    this.mfaAt = mfaAt;
    this.ownTags = ownTags;
    this.ofAction = ofAction;
    this.resourceAccount = resourceAccount;
  }

  @Override
  public List<String> values(String key) {
    if (key.startsWith(PRINCIPAL_TAG)) {
      return principalTag(key.substring(PRINCIPAL_TAG.length()));
    }
    List<String> ofRequest = ofAction.values(key);
    return ofRequest.isEmpty() ? global(key) : ofRequest;
  }

  private List<String> global(String key) {
    Principal principal = call.principal();
    Origin origin = call.origin();
    boolean service = principal.type() == Principal.Type.SERVICE;
    return switch (key) {
      case "aws:calledvia" -> origin.calledVia();
      case "aws:calledviafirst" ->
          origin.calledVia().isEmpty() ? List.of() : List.of(origin.calledVia().getFirst());
      case "aws:calledvialast" ->
          origin.calledVia().isEmpty() ? List.of() : List.of(origin.calledVia().getLast());
      case "aws:viaawsservice" -> text(!origin.calledVia().isEmpty());
      case "aws:currenttime" -> one(call.time().toString());
      case "aws:epochtime" -> one(Long.toString(call.time().getEpochSecond()));
      case "aws:multifactorauthpresent" -> mfaPresent(principal.session());
      case "aws:multifactorauthage" -> age(principal.session());
      case "aws:principalaccount" -> service ? List.of() : one(principal.accountId());
      case "aws:principalarn" -> principalArn(principal);
      case "aws:principalisawsservice" -> text(service);
      case "aws:principalservicename" -> service ? one(principal.arn()) : List.of();
      case "aws:principalservicenameslist" -> service ? one(principal.arn()) : List.of();
      case "aws:principaltype" -> one(principalType(principal.type()));
      case "aws:referer" -> one(origin.referer());
      case "aws:requestedregion" -> one(RequestedRegion.of(call));
      case "aws:resourceaccount" -> one(resourceAccount);
      case "aws:securetransport" -> text("https".equals(origin.scheme()));
      case "aws:sourceaccount" -> service ? one(principal.accountId()) : List.of();
      case "aws:sourcearn" -> one(origin.sourceArn());
      case "aws:sourceip" -> sourceAddress(origin, service);
      case "aws:sourceowner" ->
          SOURCE_OWNERS.contains(principal.arn()) ? one(principal.accountId()) : List.of();
      case "aws:useragent" -> one(origin.userAgent());
      case "aws:userid" ->
          one(principal.type() == Principal.Type.ANONYMOUS ? "anonymous" : principal.id());
      case "aws:username" ->
          principal.type() == Principal.Type.USER
              ? one(principal.arn().substring(principal.arn().lastIndexOf('/') + 1))
              : List.of();
      default -> ofSession(key, principal.session());
    };
  }

  private List<String> ofSession(String key, Session session) {
    if (session == null) {
      return List.of();
    }
    return switch (key) {
      case "aws:tokenissuetime" -> one(session.issuedAt().toString());
      case "aws:sourceidentity" -> one(session.sourceIdentity());
      case "aws:federatedprovider" -> one(session.federatedProvider());
      default -> ofIdentityProvider(key, session.contextKeys());
    };
  }

  private static List<String> ofIdentityProvider(String key, Map<String, String> contextKeys) {
    for (Map.Entry<String, String> entry : contextKeys.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(key)) {
        return List.of(entry.getValue());
      }
    }
    return List.of();
  }

  /** A session's tags come before those of its user or role. */
  private List<String> principalTag(String key) {
    Session session = call.principal().session();
    String value = session == null ? null : ignoringCase(session.tags(), key);
    return one(value == null ? ignoringCase(ownTags, key) : value);
  }

  private static String ignoringCase(Map<String, String> tags, String key) {
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (tag.getKey().equalsIgnoreCase(key)) {
        return tag.getValue();
      }
    }
    return null;
  }

  /** Of a role's session the role, of a federated user the session. */
  private static List<String> principalArn(Principal principal) {
    return switch (principal.type()) {
      case ROOT, USER, FEDERATED_USER -> one(principal.arn());
      case ROLE_SESSION -> one(principal.entityArn());
      case SERVICE, ANONYMOUS -> List.of();
    };
  }

  private static String principalType(Principal.Type type) {
    return switch (type) {
      case ROOT -> "Account";
      case USER -> "User";
      case ROLE_SESSION -> "AssumedRole";
      case FEDERATED_USER -> "FederatedUser";
      case SERVICE -> "Service";
      case ANONYMOUS -> "Anonymous";
    };
  }

  /** Addresses are those of callers: a service that calls for somebody has none. */
  private static List<String> sourceAddress(Origin origin, boolean service) {
    return service || !origin.calledVia().isEmpty() ? List.of() : one(origin.sourceAddress());
  }

  /** Lasting credentials that showed no device leave the key out; it is not false for them. */
  private List<String> mfaPresent(Session session) {
    return session == null && mfaAt == null ? List.of() : text(shownAt(session) != null);
  }

  private List<String> age(Session session) {
    Instant shown = shownAt(session);
    return shown == null
        ? List.of()
        : one(Long.toString(Duration.between(shown, call.time()).toSeconds()));
  }

  private Instant shownAt(Session session) {
    return mfaAt != null || session == null ? mfaAt : session.mfaAt();
  }

  private static List<String> one(String value) {
    return value == null ? List.of() : List.of(value);
  }

  private static List<String> text(boolean value) {
    return List.of(Boolean.toString(value));
  }
}
