package io.nephele.services.pipes;

import io.nephele.api.events.DescribeApiDestinationRequest;
import io.nephele.api.events.DescribeApiDestinationResponse;
import io.nephele.api.events.DescribeConnectionRequest;
import io.nephele.api.events.DescribeConnectionResponse;
import io.nephele.api.events.Events;
import io.nephele.api.secretsmanager.GetSecretValueRequest;
import io.nephele.api.secretsmanager.Secretsmanager;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.core.targets.ApiEndpoints;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls API destinations, which are EventBridge's, in the name of pipes' roles. */
final class HttpCalls {
  private static final String PREFIX = "api-destination/";

  private final PipesWorld pipes;
  private final ApiEndpoints endpoints;

  HttpCalls(PipesWorld pipes) {
    this.pipes = pipes;
    this.endpoints = new ApiEndpoints(pipes.world());
  }

  /** Whether that is an API destination. */
  static boolean is(Arn arn) {
    return arn.service().equals("events") && arn.resource().startsWith(PREFIX);
  }

  /**
   * Calls an API destination.
   *
   * @return the body of its answer
   */
  String call(
      Arn destination, ApiEndpoints.Parameters parameters, String input, Targets.Caller caller) {
    endpoints.authorize(destination, caller);
    return endpoints.call(endpoint(destination), parameters, input);
  }

  /** Pipes find out how an endpoint is called as EventBridge's own role in the account may. */
  private ApiEndpoints.Endpoint endpoint(Arn arn) {
    Targets.Caller owner =
        new Targets.Caller(
            Principal.root(Regions.find(arn.region()).partition(), arn.account()),
            Origin.service(PipesWorld.PRINCIPAL, arn.toString()));
    DescribeApiDestinationResponse destination =
        pipes
            .targets()
            .call(
                Events.DescribeApiDestination,
                new DescribeApiDestinationRequest().name(name(arn)),
                arn,
                owner);
    DescribeConnectionResponse connection =
        pipes
            .targets()
            .call(
                Events.DescribeConnection,
                new DescribeConnectionRequest().name(name(Arn.parse(destination.connectionArn()))),
                arn,
                owner);
    if (!"AUTHORIZED".equals(connection.connectionState())) {
      throw AwsException.client("AccessDeniedException", 403, "The connection is not authorized.");
    }
    String secret =
        pipes
            .targets()
            .call(
                Secretsmanager.GetSecretValue,
                new GetSecretValueRequest().secretId(connection.secretArn()),
                arn,
                owner)
            .secretString();
    return new ApiEndpoints.Endpoint(
        destination.apiDestinationArn(),
        destination.invocationEndpoint(),
        destination.httpMethod(),
        destination.invocationRateLimitPerSecond(),
        connection.connectionArn(),
        connection.authorizationType(),
        (Map<?, ?>) JsonText.parse(secret));
  }

  /** The name before the id of a destination or connection. */
  private static String name(Arn arn) {
    String rest = arn.resource().substring(arn.resource().indexOf('/') + 1);
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  /** What is added to a call, in which parts of the event may stand. */
  static ApiEndpoints.Parameters parameters(
      List<String> path, Map<String, String> headers, Map<String, String> query, Item item) {
    List<String> values = new ArrayList<>();
    for (String value : path == null ? List.<String>of() : path) {
      values.add(filled(value, item));
    }
    return new ApiEndpoints.Parameters(values, filled(headers, item), filled(query, item));
  }

  private static Map<String, String> filled(Map<String, String> values, Item item) {
    Map<String, String> filled = new LinkedHashMap<>();
    if (values != null) {
      values.forEach((name, value) -> filled.put(name, filled(value, item)));
    }
    return filled;
  }

  private static String filled(String value, Item item) {
    String found = Templates.parameter(value, item);
    return found == null ? "" : found;
  }
}
