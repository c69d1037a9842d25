package io.nephele.app;

import io.nephele.core.World;
import io.nephele.edge.HttpHandler;
import io.nephele.edge.PlainResponses;
import io.nephele.model.Bytes;
import io.nephele.services.sts.WebIdentityDocuments;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/**
 * The issuers of accounts' outbound web identity tokens: whoever is shown such a token finds the
 * keys that verify it here. All other requests go on to the next handler.
 */
final class IssuerEndpoints implements HttpHandler {
  private static final String PATH = "/_nephele/oidc/";

  private final World world;
  private final HttpHandler next;

  IssuerEndpoints(World world, HttpHandler next) {
    this.world = world;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String path = request.path();
    if (!path.startsWith(PATH) || !request.method().equals("GET")) {
      return next.handle(request);
    }
    int end = path.indexOf('/', PATH.length());
    String accountId = end < 0 ? path.substring(PATH.length()) : path.substring(PATH.length(), end);
    String document = new WebIdentityDocuments(world).at(accountId, path);
    return document == null ? next.handle(request) : PlainResponses.json(200, Bytes.utf8(document));
  }
}
