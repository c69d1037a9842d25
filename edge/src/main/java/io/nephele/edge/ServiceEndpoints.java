package io.nephele.edge;

import io.nephele.core.World;
import io.nephele.core.web.WebHandler;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/**
 * The control endpoints that services have themselves, such as {@code /_nephele/mail}: those of
 * their web traffic whose paths are under {@code /_nephele}. All other requests go on to the next
 * handler.
 */
public final class ServiceEndpoints implements HttpHandler {
  private static final String PREFIX = "/_nephele/";

  private final World world;
  private final BrowserGuard guard;
  private final HttpHandler next;

  /** Endpoints of that world's services, with a handler for all other requests. */
  public ServiceEndpoints(World world, BrowserGuard guard, HttpHandler next) {
    this.world = world;
    this.guard = guard;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    WebHandler web = request.path().startsWith(PREFIX) ? world.services().web(request) : null;
    if (web == null) {
      return next.handle(request);
    }
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (!reads && !guard.allowsControl(request)) {
      return PlainResponses.text(403, "Refused: the request comes from a page of another site\n");
    }
    HttpResponse response = web.handle(request, world.ids().uuid().toString());
    return response == null ? next.handle(request) : response;
  }
}
