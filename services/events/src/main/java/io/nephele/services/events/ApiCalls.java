package io.nephele.services.events;

import io.nephele.api.events.HttpParameters;
import io.nephele.api.events.Target;
import io.nephele.core.arn.Arn;
import io.nephele.core.targets.ApiEndpoints;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/** Gives events to API destinations. Endpoints have to be HTTPS but on this machine. */
final class ApiCalls {
  private final EventsWorld events;
  private final ConnectionSecrets secrets;
  private final ApiEndpoints endpoints;
  private ApiDestinations destinations;
  private Connections connections;

  ApiCalls(EventsWorld events, ConnectionSecrets secrets) {
    this.events = events;
    this.secrets = secrets;
    this.endpoints = new ApiEndpoints(events.world());
  }

  /** Says who knows destinations and connections. */
  void find(ApiDestinations known, Connections knownConnections) {
    this.destinations = known;
    this.connections = knownConnections;
  }

  /** Refuses endpoints that EventBridge would not call. */
  static void checkEndpoint(String endpoint) {
    try {
      URI uri = URI.create(endpoint.replace("*", "x"));
      boolean local =
          "http".equals(uri.getScheme())
              && uri.getHost() != null
              && InetAddress.getByName(uri.getHost()).isLoopbackAddress();
      if (local || "https".equals(uri.getScheme()) && uri.getHost() != null) {
        return;
      }
    } catch (IllegalArgumentException | UnknownHostException e) {
      // Said below.
    }
    throw EventsErrors.validation("Parameter InvocationEndpoint is not valid.");
  }

  /** Gives an event to a destination. */
  void send(Arn arn, Target target, String input, Targets.Caller caller) {
    endpoints.authorize(arn, caller);
    ApiDestination destination = events.read(reader -> destinations.find(reader, arn));
    Connection connection =
        destination == null
            ? null
            : events.read(reader -> connections.find(reader, destination.connectionArn()));
    if (connection == null) {
      throw EventsErrors.missing("ApiDestination", target.arn());
    }
    if (connection.state().equals(Connection.DEAUTHORIZED)) {
      throw AwsException.client("AccessDeniedException", 403, "The connection is deauthorized.");
    }
    ApiEndpoints.Endpoint endpoint =
        new ApiEndpoints.Endpoint(
            destination.arn(),
            destination.endpoint(),
            destination.method(),
            destination.rate(),
            connection.arn(),
            connection.type(),
            secrets.read(connection));
    endpoints.call(endpoint, parameters(target.httpParameters()), input);
  }

  private static ApiEndpoints.Parameters parameters(HttpParameters given) {
    return given == null
        ? ApiEndpoints.Parameters.NONE
        : new ApiEndpoints.Parameters(
            given.pathParameterValues() == null ? List.of() : given.pathParameterValues(),
            given.headerParameters() == null ? Map.of() : given.headerParameters(),
            given.queryStringParameters() == null ? Map.of() : given.queryStringParameters());
  }
}
