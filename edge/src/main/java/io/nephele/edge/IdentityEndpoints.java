package io.nephele.edge;

import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.identity.AccountIds;
import io.nephele.identity.Identity;
import io.nephele.identity.audit.Explanation;
import io.nephele.identity.audit.ExplanationJson;
import io.nephele.identity.audit.ExplanationText;
import io.nephele.identity.credentials.RootKeys;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.usage.LeastPrivilege;
import io.nephele.model.Bytes;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.util.List;

/**
 * The endpoints that tell about identity: why calls were allowed or denied, which policy would
 * allow what somebody did, and the keys with which a strict world is begun. All other requests go
 * on to the next handler.
 */
public final class IdentityEndpoints implements HttpHandler {
  private static final int DENIALS = 20;

  private final World world;
  private final BrowserGuard guard;
  private final HttpHandler next;

  /** Endpoints of that world, with a handler for all other requests. */
  public IdentityEndpoints(World world, BrowserGuard guard, HttpHandler next) {
    this.world = world;
    this.guard = guard;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    try {
      return switch (request.path()) {
        case "/_nephele/iam/why" -> get(request, () -> why(request));
        case "/_nephele/iam/suggest" -> get(request, () -> suggest(request));
        case "/_nephele/iam/root-key" -> rootKey(request);
        default -> next.handle(request);
      };
    } catch (IllegalArgumentException e) {
      return PlainResponses.text(400, e.getMessage() + "\n");
    }
  }

  private interface Answer {
    HttpResponse give();
  }

  private static HttpResponse get(HttpRequest request, Answer answer) {
    return request.method().equals("GET") || request.method().equals("HEAD")
        ? answer.give()
        : ControlEndpoints.methodNotAllowed(request, "GET, HEAD");
  }

  /** Explains one call, or the last denied ones. */
  private HttpResponse why(HttpRequest request) {
    Parameters parameters = Parameters.of(request.query(), "requestId", "format");
    String requestId = parameters.first("requestId");
    Identity identity = Identity.of(world);
    List<Explanation> found;
    if (requestId == null) {
      found = identity.explanations().lastDenials(DENIALS);
    } else {
      Explanation one = identity.explanations().find(requestId);
      if (one == null) {
        return PlainResponses.text(404, "No call of that request id is remembered\n");
      }
      found = List.of(one);
    }
    if ("text".equals(parameters.first("format"))) {
      StringBuilder text = new StringBuilder();
      found.forEach(one -> text.append(ExplanationText.of(one)));
      return PlainResponses.text(200, text.toString());
    }
    return PlainResponses.json(200, Bytes.utf8(ExplanationJson.of(found)));
  }

  /** The policy that allows what a user, role or root user did. */
  private HttpResponse suggest(HttpRequest request) {
    String principal = Parameters.of(request.query(), "principal").first("principal");
    Arn arn = Arn.parse(principal);
    if (arn == null || !arn.service().equals("iam") || !AccountIds.isAccountId(arn.account())) {
      throw new IllegalArgumentException(
          "principal must be the ARN of a user, a role or a root user, such as"
              + " arn:aws:iam::000000000000:root");
    }
    String policy =
        LeastPrivilege.policy(Identity.of(world).actionUses().of(arn.account(), principal));
    return PlainResponses.json(200, Bytes.utf8(policy + "\n"));
  }

  /** A root user's key, where any other way to become somebody is closed. */
  private HttpResponse rootKey(HttpRequest request) {
    if (!request.method().equals("POST")) {
      return ControlEndpoints.methodNotAllowed(request, "POST");
    }
    if (!guard.allowsControl(request) || !BrowserGuard.isLoopbackAddress(request.remoteAddress())) {
      return PlainResponses.text(403, "Refused: only programs of the same machine may ask\n");
    }
    if (!world.settings().strict()) {
      return PlainResponses.text(
          409,
          "Not strict: any key is the root user's, one of twelve digits that of its account\n");
    }
    String account = Parameters.of(request.query(), "account").first("account");
    if (account != null && !AccountIds.isAccountId(account)) {
      throw new IllegalArgumentException("An account is 12 digits, not: " + account);
    }
    IssuedKey key =
        new RootKeys(world, Identity.of(world).directory())
            .of(account == null ? world.settings().accountId() : account);
    return PlainResponses.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("AccessKeyId", key.accessKeyId());
          json.writeStringField("SecretAccessKey", key.secret());
          json.writeEndObject();
        });
  }
}
