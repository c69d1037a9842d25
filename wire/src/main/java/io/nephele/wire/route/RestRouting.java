package io.nephele.wire.route;

import io.nephele.model.Models;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.ServiceEntry;
import io.nephele.wire.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Routes requests that name their operation by method and path. */
final class RestRouting {
  private static final String S3 = "s3";
  private static final String S3_CONTROL_PATHS = "/v20180820/";

  /**
   * Services of which some operations are called unsigned and by their path alone, as the sign-in
   * of users with SSO is.
   */
  private static final List<String> UNSIGNED = List.of("sso-oidc", "sso");

  /** Its SDKs ask for sampling rules unsigned, since they take what answers for a daemon. */
  private static final String XRAY = "xray";

  private final Models models;
  private final Map<String, RestMatcher> matchers = new ConcurrentHashMap<>();

  RestRouting(Models models) {
    this.models = models;
  }

  Routing route(Clues clues, List<ServiceEntry> candidates) {
    if (candidates.isEmpty() && clues.signingName() != null) {
      return clues.noRoute(
          RoutingErrors.unknownService(clues.signingName()), Protocol.REST_JSON_1, null);
    }
    List<ServiceEntry> entries = candidates.isEmpty() ? unsigned(clues.request()) : candidates;
    ServiceEntry best = null;
    RestMatcher.Match bestMatch = null;
    for (ServiceEntry entry : entries) {
      if (ServiceIndex.rest(entry) == null || isAnotherS3Service(entry, entries, clues)) {
        continue;
      }
      RestMatcher.Match match = matcher(entry).match(pathStyle(entry, clues));
      if (match != null && (bestMatch == null || match.literals() > bestMatch.literals())) {
        best = entry;
        bestMatch = match;
      }
      if (bestMatch != null && bestMatch.literals() > 0) {
        break; // paths with fixed segments differ from service to service
      }
    }
    if (best == null) {
      return noRoute(clues, entries);
    }
    return clues.route(
        models.service(best.name()),
        bestMatch.operation(),
        ServiceIndex.rest(best),
        pathStyle(best, clues));
  }

  /**
   * S3 Control shares S3's signing name, but its paths all begin alike; its model is not read for
   * S3's requests.
   */
  private static boolean isAnotherS3Service(
      ServiceEntry entry, List<ServiceEntry> entries, Clues clues) {
    return entry.name().equals("s3control")
        && entries.size() > 1
        && !clues.request().path().startsWith(S3_CONTROL_PATHS);
  }

  /**
   * Whose an unsigned request to no particular host may be: S3's, where anybody may read what is
   * public, one of signing in, or X-Ray's, whose paths begin as no bucket's name does.
   */
  private List<ServiceEntry> unsigned(HttpRequest request) {
    List<ServiceEntry> entries = new ArrayList<>();
    if (request.method().equals("POST")
        || request.headers().first("x-amz-sso_bearer_token") != null) {
      for (String name : UNSIGNED) {
        addKnown(entries, name);
      }
    }
    if (request.method().equals("POST")
        && request.path().length() > 1
        && Character.isUpperCase(request.path().charAt(1))) {
      addKnown(entries, XRAY);
    }
    addKnown(entries, S3);
    return entries;
  }

  private void addKnown(List<ServiceEntry> entries, String name) {
    ServiceEntry entry = models.entries().get(name);
    if (entry != null) {
      entries.add(entry);
    }
  }

  private Routing noRoute(Clues clues, List<ServiceEntry> entries) {
    ServiceEntry entry = entries.getLast();
    for (ServiceEntry candidate : entries) {
      if (ServiceIndex.rest(candidate) != null && !isAnotherS3Service(candidate, entries, clues)) {
        entry = candidate;
      }
    }
    Service service = models.service(entry.name());
    Protocol rest = ServiceIndex.rest(entry);
    if (entry.name().equals(S3) && matcher(entry).knowsPath(pathStyle(entry, clues))) {
      return clues.noRoute(RoutingErrors.methodNotAllowed(), rest, service);
    }
    Protocol protocol = rest == null ? entry.protocols().getFirst() : rest;
    return clues.noRoute(RoutingErrors.unknownOperation(404), protocol, service);
  }

  private RestMatcher matcher(ServiceEntry entry) {
    RestMatcher known = matchers.get(entry.name());
    return known != null
        ? known
        : matchers.computeIfAbsent(entry.name(), name -> new RestMatcher(models.service(name)));
  }

  /** What functions answer for S3 Object Lambda is sent to a route's host name, not a bucket's. */
  private static boolean isFunctionsAnswer(HttpRequest request) {
    return request.path().equals("/WriteGetObjectResponse")
        && request.headers().first("x-amz-request-route") != null;
  }

  /**
   * The request with S3's bucket in its path, where it was in the host name; any other request as
   * it is.
   */
  private static HttpRequest pathStyle(ServiceEntry entry, Clues clues) {
    HttpRequest request = clues.request();
    if (!entry.name().equals(S3) || isFunctionsAnswer(request)) {
      return request;
    }
    boolean hostOfS3 = clues.hosted() != null && clues.hosted().services().contains(entry);
    List<String> bucket = hostOfS3 ? clues.hosted().prefix() : clues.host().labels();
    if (bucket.isEmpty()) {
      return request;
    }
    return new HttpRequest(
        request.method(),
        "/" + String.join(".", bucket) + request.path(),
        request.query(),
        request.headers(),
        request.body(),
        request.remoteAddress(),
        request.secure(),
        request.tlsVersion());
  }
}
