package io.nephele.wire.route;

import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.ServiceEntry;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.query.QueryParameters;
import java.util.ArrayList;
import java.util.List;

/** Routes requests that name their operation in the parameter {@code Action}. */
final class QueryRouting {
  private static final int ACCOUNT_ID_LENGTH = 12;

  private final Models models;
  private final ServiceIndex index;

  QueryRouting(Models models, ServiceIndex index) {
    this.models = models;
    this.index = index;
  }

  /** The route of a query request; null if it is none. */
  Routing route(Clues clues, List<ServiceEntry> candidates) {
    List<ServiceEntry> entries = new ArrayList<>(candidates);
    entries.removeIf(entry -> ServiceIndex.query(entry) == null);
    if (entries.isEmpty() && !candidates.isEmpty()) {
      return null;
    }
    FormPeek peek;
    try {
      peek = FormPeek.of(clues.request());
    } catch (AwsException e) {
      return clues.noRoute(e, Protocol.AWS_QUERY, null);
    }
    if (peek.action() == null) {
      boolean others = entries.size() < candidates.size() || entries.isEmpty();
      return others ? null : noAction(clues, entries.getFirst());
    }
    if (entries.isEmpty()) {
      entries.addAll(unnamed(peek));
    }
    if (!entries.isEmpty()) {
      return route(clues, entries, peek);
    }
    if (clues.signingName() == null && !QueryParameters.isForm(clues.request())) {
      return null; // an unsigned GET of an S3 object may have any parameters
    }
    return clues.noRoute(
        RoutingErrors.invalidAction(null, peek.action(), peek.version()), Protocol.AWS_QUERY, null);
  }

  private Routing noAction(Clues clues, ServiceEntry entry) {
    return clues.noRoute(
        RoutingErrors.unknownOperation(404),
        ServiceIndex.query(entry),
        models.service(entry.name()));
  }

  /**
   * The services that an unsigned request to no particular host may mean: those of the version it
   * names, or SQS where the path is a queue's.
   */
  private List<ServiceEntry> unnamed(FormPeek peek) {
    if (peek.version() != null) {
      return index.queryOfVersion(peek.version());
    }
    return isQueuePath(peek.request()) ? index.signedAs("sqs") : List.of();
  }

  private static boolean isQueuePath(HttpRequest request) {
    String path = request.path();
    int end = ACCOUNT_ID_LENGTH + 1;
    if (path.length() < end + 2 || path.charAt(end) != '/') {
      return false;
    }
    for (int i = 1; i < end; i++) {
      if (path.charAt(i) < '0' || path.charAt(i) > '9') {
        return false;
      }
    }
    return path.indexOf('/', end + 1) < 0;
  }

  /** Tries the service of the version that the request names, then the others. */
  private Routing route(Clues clues, List<ServiceEntry> entries, FormPeek peek) {
    ServiceEntry first = entries.getFirst();
    for (ServiceEntry entry : entries) {
      if (entry.version().equals(peek.version())) {
        first = entry;
        break;
      }
    }
    Routing routed = route(clues, first, peek);
    for (ServiceEntry entry : entries) {
      if (routed == null && entry != first) {
        routed = route(clues, entry, peek);
      }
    }
    return routed != null
        ? routed
        : clues.noRoute(
            RoutingErrors.invalidAction(first, peek.action(), peek.version()),
            ServiceIndex.query(first),
            models.service(first.name()));
  }

  private Routing route(Clues clues, ServiceEntry entry, FormPeek peek) {
    Service service = models.service(entry.name());
    Operation operation = service.operation(peek.action());
    return operation == null
        ? null
        : clues.route(service, operation, ServiceIndex.query(entry), peek.request());
  }
}
