package io.nephele.core.targets;

import io.nephele.api.events.Events;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import io.nephele.policy.ConditionKeys;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
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
 * Calls the endpoints of API destinations, authorised as their connections say, no more often than
 * their rate limits let.
 */
public final class ApiEndpoints {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long TOKEN_MILLIS = 300_000;
  private static final int MOST_BYTES = 6 << 20;

  private final World world;

  /** Tokens by the ARN of their connection; those that are older are asked for anew. */
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  /** How many calls a destination had in a second. */
  private final Map<String, Second> calls = new ConcurrentHashMap<>();

  private volatile HttpClient client;

  private record Token(String text, long until) {}

  private record Second(long second, int calls) {}

  /**
   * An API destination with its connection.
   *
   * @param arn of the destination
   * @param uri in which asterisks stand for path parameters
   * @param method of HTTP
   * @param rate calls a second
   * @param connectionArn of the connection
   * @param authorization {@code BASIC}, {@code API_KEY} or {@code OAUTH_CLIENT_CREDENTIALS}
   * @param secret what the connection's secret says
   */
  public record Endpoint(
      String arn,
      String uri,
      String method,
      int rate,
      String connectionArn,
      String authorization,
      Map<?, ?> secret) {}

  /**
   * What whoever calls adds.
   *
   * @param path in place of asterisks, in order
   * @param headers by name
   * @param query by name
   */
  public record Parameters(
      List<String> path, Map<String, String> headers, Map<String, String> query) {
    /** Nothing. */
    public static final Parameters NONE = new Parameters(List.of(), Map.of(), Map.of());
  }

  /** The endpoints that a world's services call. */
  public ApiEndpoints(World world) {
    this.world = world;
  }

  /**
   * Refuses a caller who may not invoke a destination.
   *
   * @throws AwsException if he may not
   */
  public void authorize(Arn destination, Targets.Caller caller) {
    Call call =
        new Call(
            Events.DescribeApiDestination.model(),
            Events.DescribeApiDestination.model().service().protocols().getFirst(),
            caller.principal(),
            Regions.find(destination.region()),
            caller.origin(),
            world.ids().uuid().toString(),
            world.clock().now());
    AwsException denial =
        world
            .access()
            .authorize(
                call,
                "events:InvokeApiDestination",
                destination.toString(),
                ConditionKeys.builder().build())
            .denial();
    if (denial != null) {
      throw denial;
    }
  }

  /**
   * Calls an endpoint.
   *
   * @param input the body
   * @return the body of the answer
   * @throws AwsException if the endpoint is not reached, or answers with no success; it is the
   *     server's fault where the same call may do better later
   */
  public String call(Endpoint endpoint, Parameters parameters, String input) {
    limit(endpoint);
    HttpResponse<String> answer = call(endpoint, parameters, input, false);
    if (answer.statusCode() == 401 || answer.statusCode() == 407) {
      answer = call(endpoint, parameters, input, true);
    }
    int status = answer.statusCode();
    if (status >= 300) {
      String message = "The API destination answered with status " + status + ".";
      throw status >= 500 || status == 429 || status == 409 || status == 401 || status == 407
          ? AwsException.server("ApiDestinationError", 503, message)
          : AwsException.client("SdkClientError", status, message);
    }
    return answer.body();
  }

  private void limit(Endpoint endpoint) {
    long second = world.clock().millis() / 1000;
    Second now =
        calls.merge(
            endpoint.arn(),
            new Second(second, 1),
            (known, one) -> known.second == second ? new Second(second, known.calls + 1) : one);
    if (now.calls > endpoint.rate()) {
      throw AwsException.client(
          "ThrottlingException", 429, "The rate limit of the API destination is exceeded.");
    }
  }

  private HttpResponse<String> call(
      Endpoint endpoint, Parameters given, String input, boolean anew) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put("User-Agent", "Amazon/EventBridge/ApiDestinations");
    String uri = endpoint.uri();
    for (String value : given.path()) {
      uri = uri.replaceFirst("\\*", encoded(value).replace("$", "\\$"));
    }
    headers.putAll(given.headers());
    Map<String, String> query = new LinkedHashMap<>(given.query());
    Map<?, ?> own = map(endpoint.secret(), "InvocationHttpParameters");
    headers.putAll(pairs(own, "HeaderParameters"));
    query.putAll(pairs(own, "QueryStringParameters"));
    authorize(endpoint, headers, anew);
    String body = withBody(input, pairs(own, "BodyParameters"));
    return send(endpoint.method(), uri, query, headers, body);
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
    try {
      return client()
          .send(
              request.build(),
              HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MOST_BYTES));
    } catch (IOException e) {
      throw AwsException.server(
          "ApiDestinationError", 503, "The endpoint cannot be reached: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AwsException.server("ApiDestinationError", 503, "The call was interrupted.");
    }
  }

  private HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
      client = known;
    }
    return known;
  }

  private void authorize(Endpoint endpoint, Map<String, String> headers, boolean anew) {
    switch (endpoint.authorization()) {
      case "BASIC" -> {
        Map<?, ?> basic = map(endpoint.secret(), "BasicAuthParameters");
        String pair = basic.get("Username") + ":" + basic.get("Password");
        headers.put(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
      }
      case "API_KEY" -> {
        Map<?, ?> key = map(endpoint.secret(), "ApiKeyAuthParameters");
        headers.put((String) key.get("ApiKeyName"), (String) key.get("ApiKeyValue"));
      }
      default -> headers.put("Authorization", "Bearer " + token(endpoint, anew));
    }
  }

  /** A token of the authorisation server that a connection names. */
  private String token(Endpoint endpoint, boolean anew) {
    Token known = tokens.get(endpoint.connectionArn());
    long now = world.clock().millis();
    if (!anew && known != null && now < known.until) {
      return known.text;
    }
    Map<?, ?> oauth = map(endpoint.secret(), "OAuthParameters");
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
    tokens.put(endpoint.connectionArn(), new Token(text, now + millis));
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
