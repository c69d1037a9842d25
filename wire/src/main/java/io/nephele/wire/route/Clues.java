package io.nephele.wire.route;

import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.ServiceEntry;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.route.Routing.NoRoute;
import io.nephele.wire.route.Routing.Route;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request gives away before its operation is looked for.
 *
 * @param credential the signature's scope, or null
 * @param host the host name it was sent to
 * @param hosted the services of that host name, or null
 */
record Clues(
    HttpRequest request, CredentialScope credential, HostName host, ServiceIndex.HostMatch hosted) {

  static Clues of(HttpRequest request, ServiceIndex index) {
    HostName host = HostName.of(request.host());
    return new Clues(request, CredentialScope.of(request), host, index.at(host));
  }

  String signingName() {
    return credential == null ? null : credential.signingName();
  }

  String region() {
    boolean signed = credential != null && credential.region() != null;
    return signed ? credential.region() : host.region();
  }

  /**
   * The services that the signature's scope names, or else the host; where both say something the
   * host chooses among the scope's.
   */
  List<ServiceEntry> candidates(ServiceIndex index) {
    List<ServiceEntry> byHost = hosted == null ? List.of() : hosted.services();
    if (signingName() == null) {
      return byHost;
    }
    List<ServiceEntry> signed = index.signedAs(signingName());
    if (signed.size() < 2 || byHost.isEmpty()) {
      return signed.isEmpty() ? byHost : signed;
    }
    List<ServiceEntry> both = new ArrayList<>(signed);
    both.retainAll(byHost);
    return both.isEmpty() ? signed : both;
  }

  Route route(Service service, Operation operation, Protocol protocol, HttpRequest toDecode) {
    return new Route(service, operation, protocol, credential, region(), host.region(), toDecode);
  }

  NoRoute noRoute(AwsException error, Protocol protocol, Service service) {
    return new NoRoute(error, protocol, service, credential, region());
  }
}
