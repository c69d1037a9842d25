package io.nephele.services.events;

import io.nephele.api.events.HttpParameters;
import io.nephele.api.events.Target;
import io.nephele.core.arn.Arn;
import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls API destinations, authorised as their connections say. Endpoints have to be HTTPS but on
 * this machine.
 */
final class ApiCalls {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long TOKEN_MILLIS = 300_000;

  private final EventsWorld events;
  private final ConnectionSecrets secrets;
  private ApiDestinations destinations;
  private Connections connections;

  /** Tokens by the ARN of their connection; those that are older are asked for anew. */
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  /** How many calls a destination had in a second. */
  private final Map<String, Second> calls = new ConcurrentHashMap<>();

  private record Token(String text, long until) {}

  private record Second(long second, int calls) {}

  ApiCalls(EventsWorld events, ConnectionSecrets secrets) {
    this.events = events;
    this.secrets = secrets;
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
  void send(Arn arn, Target target, Event event, String input) {
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
    limit(destination);
    Map<?, ?> parameters = secrets.read(connection);
    int status = call(destination, connection, parameters, target.httpParameters(), input, false);
    if (status == 401 || status == 407) {
      status = call(destination, connection, parameters, target.httpParameters(), input, true);
    }
    if (status >= 300) {
      String message = "The API destination answered with status " + status + ".";
      throw status >= 500 || status == 429 || status == 409 || status == 401 || status == 407
          ? AwsException.server("ApiDestinationError", 503, message)
          : AwsException.client("SdkClientError", status, message);
    }
  }

  private void limit(ApiDestination destination) {
    long second = events.now() / 1000;
    Second now =
        calls.merge(
            destination.arn(),
            new Second(second, 1),
            (known, one) -> known.second == second ? new Second(second, known.calls + 1) : one);
    if (now.calls > destination.rate()) {
      throw AwsException.client(
          "ThrottlingException", 429, "The rate limit of the API destination is exceeded.");
    }
  }

  private int call(
      ApiDestination destination,
      Connection connection,
      Map<?, ?> parameters,
      HttpParameters given,
      String input,
      boolean anew) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put("User-Agent", "Amazon/EventBridge/ApiDestinations");
    Map<String, String> query = new LinkedHashMap<>();
    String uri = destination.endpoint();
    if (given != null) {
      if (given.pathParameterValues() != null) {
        for (String value : given.pathParameterValues()) {
          uri = uri.replaceFirst("\\*", encoded(value).replace("$", "\\$"));
        }
      }
      if (given.headerParameters() != null) {
        headers.putAll(given.headerParameters());
      }
      if (given.queryStringParameters() != null) {
        query.putAll(given.queryStringParameters());
      }
    }
    Map<?, ?> own = map(parameters, "InvocationHttpParameters");
    headers.putAll(pairs(own, "HeaderParameters"));
    query.putAll(pairs(own, "QueryStringParameters"));
    authorize(connection, parameters, headers, anew);
    String body = withBody(input, pairs(own, "BodyParameters"));
    return send(destination.method(), uri, query, headers, body).statusCode();
  }

  private HttpResponse<String> send(
      String method,
      String uri,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {
    StringBuilder full = new StringBuilder(uri);
    query.forEach(
        (name, value) ->
            full.append(full.indexOf("?") < 0 ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(full.toString())).timeout(TIMEOUT);
    headers.forEach(request::setHeader);
    boolean bodiless = List.of("GET", "HEAD", "OPTIONS").contains(method);
    request.method(
        method,
        bodiless || body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw AwsException.server(
          "ApiDestinationError", 503, "The endpoint cannot be reached: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AwsException.server("ApiDestinationError", 503, "The call was interrupted.");
    }
  }

  private void authorize(
      Connection connection, Map<?, ?> parameters, Map<String, String> headers, boolean anew) {
    switch (connection.type()) {
      case "BASIC" -> {
        Map<?, ?> basic = map(parameters, "BasicAuthParameters");
        String pair = basic.get("Username") + ":" + basic.get("Password");
        headers.put(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
      }
      case "API_KEY" -> {
        Map<?, ?> key = map(parameters, "ApiKeyAuthParameters");
        headers.put((String) key.get("ApiKeyName"), (String) key.get("ApiKeyValue"));
      }
      default -> headers.put("Authorization", "Bearer " + token(connection, parameters, anew));
    }
  }

  /** A token of the authorisation server that a connection names. */
  private String token(Connection connection, Map<?, ?> parameters, boolean anew) {
    Token known = tokens.get(connection.arn());
    long now = events.now();
    if (!anew && known != null && now < known.until) {
      return known.text;
    }
    Map<?, ?> oauth = map(parameters, "OAuthParameters");
    Map<?, ?> client = map(oauth, "ClientParameters");
    Map<?, ?> http = map(oauth, "OAuthHttpParameters");
    StringBuilder body = new StringBuilder("grant_type=client_credentials");
    body.append("&client_id=").append(encoded((String) client.get("ClientID")));
    body.append("&client_secret=").append(encoded((String) client.get("ClientSecret")));
    pairs(http, "BodyParameters")
        .forEach(
            (name, value) ->
                body.append('&').append(encoded(name)).append('=').append(encoded(value)));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.putAll(pairs(http, "HeaderParameters"));
    HttpResponse<String> answer =
        send(
            (String) oauth.get("HttpMethod"),
            (String) oauth.get("AuthorizationEndpoint"),
            pairs(http, "QueryStringParameters"),
            headers,
            body.toString());
    if (answer.statusCode() != 200
        || !(JsonText.parse(answer.body()) instanceof Map<?, ?> fields)
        || !(fields.get("access_token") instanceof String text)) {
      throw AwsException.server(
          "ApiDestinationError",
          503,
          "The authorization endpoint gave no token (status " + answer.statusCode() + ").");
    }
    long millis =
        fields.get("expires_in") instanceof Number seconds
            ? seconds.longValue() * 1000
            : TOKEN_MILLIS;
    tokens.put(connection.arn(), new Token(text, now + millis));
    return text;
  }

  private static String withBody(String input, Map<String, String> added) {
    if (added.isEmpty() || !(JsonText.parse(input) instanceof Map<?, ?> fields)) {
      return input;
    }
    Map<String, Object> merged = new LinkedHashMap<>();
    fields.forEach((name, value) -> merged.put((String) name, value));
    merged.putAll(added);
    return JsonText.write(merged);
  }

  private static Map<?, ?> map(Map<?, ?> parameters, String name) {
    return parameters.get(name) instanceof Map<?, ?> found ? found : Map.of();
  }

  private static Map<String, String> pairs(Map<?, ?> parameters, String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (parameters.get(name) instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> pair) {
          pairs.put((String) pair.get("Key"), (String) pair.get("Value"));
        }
      }
    }
    return pairs;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
