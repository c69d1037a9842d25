package io.nephele.services.sns;

import io.nephele.core.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The delivery policies of topics and subscriptions, which say how HTTP endpoints are served. */
final class DeliveryPolicies {
  private static final String NAME = "DeliveryPolicy: ";
  private static final int LONGEST_SECONDS = 3600;
  private static final int MOST_RETRIES = 100;
  private static final Set<String> BACKOFFS =
      Set.of("linear", "arithmetic", "geometric", "exponential");
  private static final Set<String> RETRY_MEMBERS =
      Set.of(
          "minDelayTarget",
          "maxDelayTarget",
          "numRetries",
          "numNoDelayRetries",
          "numMinDelayRetries",
          "numMaxDelayRetries",
          "backoffFunction");
  private static final String DEFAULT_CONTENT_TYPE = "text/plain; charset=UTF-8";
  private static final Set<String> CONTENT_TYPES =
      Set.of(
          "application/json",
          "application/octet-stream",
          "application/soap+xml",
          "application/x-www-form-urlencoded",
          "application/xml",
          "text/css",
          "text/csv",
          "text/html",
          "text/plain",
          "text/xml");

  private DeliveryPolicies() {}

  /**
   * What counts for a subscription.
   *
   * @param sickly the retries of an endpoint whose last delivery failed for good
   * @param perSecond how many messages it is sent a second, or 0 for as many as there are
   */
  record Effective(RetryPolicy healthy, RetryPolicy sickly, int perSecond, String contentType) {}

  /** Refuses a text that cannot be the policy of a topic. */
  static void checkTopic(String json) {
    Map<?, ?> policy = object(json);
    onlyMembers(policy, Set.of("http"));
    Map<?, ?> http = member(policy, "http");
    onlyMembers(
        http,
        Set.of(
            "defaultHealthyRetryPolicy",
            "defaultSicklyRetryPolicy",
            "defaultThrottlePolicy",
            "defaultRequestPolicy",
            "disableSubscriptionOverrides"));
    retries(member(http, "defaultHealthyRetryPolicy"));
    retries(member(http, "defaultSicklyRetryPolicy"));
    perSecond(member(http, "defaultThrottlePolicy"));
    contentType(member(http, "defaultRequestPolicy"));
    Object disable = http.get("disableSubscriptionOverrides");
    if (disable != null && !(disable instanceof Boolean)) {
      throw refuse("disableSubscriptionOverrides must be true or false");
    }
  }

  /** Refuses a text that cannot be the policy of a subscription. */
  static void checkSubscription(String json) {
    Map<?, ?> policy = object(json);
    onlyMembers(
        policy,
        Set.of("healthyRetryPolicy", "sicklyRetryPolicy", "throttlePolicy", "requestPolicy"));
    retries(member(policy, "healthyRetryPolicy"));
    retries(member(policy, "sicklyRetryPolicy"));
    perSecond(member(policy, "throttlePolicy"));
    contentType(member(policy, "requestPolicy"));
  }

  /**
   * What counts.
   *
   * @param topic the policy of the topic, or null
   * @param subscription the policy of the subscription, or null
   */
  static Effective effective(String topic, String subscription) {
    Map<?, ?> http = topic == null ? Map.of() : member(object(topic), "http");
    boolean fixed = Boolean.TRUE.equals(http.get("disableSubscriptionOverrides"));
    Map<?, ?> own = subscription == null || fixed ? Map.of() : object(subscription);
    RetryPolicy healthy =
        retries(either(own, "healthyRetryPolicy", http, "defaultHealthyRetryPolicy"));
    RetryPolicy sickly =
        retries(either(own, "sicklyRetryPolicy", http, "defaultSicklyRetryPolicy"));
    healthy = healthy == null ? RetryPolicy.HTTP : healthy;
    return new Effective(
        healthy,
        sickly == null ? healthy : sickly,
        perSecond(either(own, "throttlePolicy", http, "defaultThrottlePolicy")),
        contentType(either(own, "requestPolicy", http, "defaultRequestPolicy")));
  }

  /** What counts for the subscriptions of a topic that say nothing else, as JSON. */
  static String effectiveOfTopic(String topic) {
    Effective effective = effective(topic, null);
    Map<String, Object> http = new LinkedHashMap<>();
    http.put("defaultHealthyRetryPolicy", json(effective.healthy));
    if (effective.sickly != effective.healthy) {
      http.put("defaultSicklyRetryPolicy", json(effective.sickly));
    }
    http.put(
        "disableSubscriptionOverrides",
        topic != null
            && Boolean.TRUE.equals(
                member(object(topic), "http").get("disableSubscriptionOverrides")));
    if (effective.perSecond > 0) {
      http.put("defaultThrottlePolicy", Map.of("maxReceivesPerSecond", effective.perSecond));
    }
    http.put("defaultRequestPolicy", Map.of("headerContentType", effective.contentType));
    return JsonText.write(Map.of("http", http));
  }

  /** What counts for a subscription, as JSON. */
  static String effectiveOfSubscription(String topic, String subscription) {
    Effective effective = effective(topic, subscription);
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("healthyRetryPolicy", json(effective.healthy));
    policy.put(
        "sicklyRetryPolicy", effective.sickly == effective.healthy ? null : json(effective.sickly));
    policy.put(
        "throttlePolicy",
        effective.perSecond == 0 ? null : Map.of("maxReceivesPerSecond", effective.perSecond));
    policy.put("requestPolicy", Map.of("headerContentType", effective.contentType));
    policy.put("guaranteed", false);
    return JsonText.write(policy);
  }

  private static Map<String, Object> json(RetryPolicy policy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("minDelayTarget", policy.minDelay());
    json.put("maxDelayTarget", policy.maxDelay());
    json.put("numRetries", policy.retries());
    json.put("numMaxDelayRetries", policy.maxDelays());
    json.put("numNoDelayRetries", policy.noDelay());
    json.put("numMinDelayRetries", policy.minDelays());
    json.put("backoffFunction", policy.backoff());
    return json;
  }

  private static Map<?, ?> either(Map<?, ?> own, String mine, Map<?, ?> http, String theirs) {
    return own.get(mine) == null ? member(http, theirs) : member(own, mine);
  }

  private static Map<?, ?> object(String json) {
    if (JsonText.parse(json) instanceof Map<?, ?> object) {
      return object;
    }
    throw refuse("failed to parse JSON");
  }

  /** The object that a member is; empty where it is missing. */
  private static Map<?, ?> member(Map<?, ?> object, String name) {
    Object value = object.get(name);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw refuse(name + " must be an object");
  }

  private static void onlyMembers(Map<?, ?> object, Set<String> known) {
    for (Object name : object.keySet()) {
      if (!known.contains((String) name)) {
        throw refuse("Unexpected JSON member: " + name);
      }
    }
  }

  private static RetryPolicy retries(Map<?, ?> policy) {
    if (policy.isEmpty()) {
      return null;
    }
    onlyMembers(policy, RETRY_MEMBERS);
    RetryPolicy base = RetryPolicy.HTTP;
    int min = number(policy, "minDelayTarget", base.minDelay(), 1, LONGEST_SECONDS);
    int max = number(policy, "maxDelayTarget", Math.max(min, base.maxDelay()), 1, LONGEST_SECONDS);
    int retries = number(policy, "numRetries", base.retries(), 0, MOST_RETRIES);
    int none = number(policy, "numNoDelayRetries", 0, 0, MOST_RETRIES);
    int mins = number(policy, "numMinDelayRetries", 0, 0, MOST_RETRIES);
    int maxs = number(policy, "numMaxDelayRetries", 0, 0, MOST_RETRIES);
    if (min > max) {
      throw refuse("minDelayTarget must be less than or equal to maxDelayTarget");
    }
    if (none + mins + maxs > retries) {
      throw refuse(
          "numRetries must be greater than or equal to the sum of numNoDelayRetries,"
              + " numMinDelayRetries and numMaxDelayRetries");
    }
    Object backoff = policy.get("backoffFunction");
    if (backoff != null && !(backoff instanceof String name && BACKOFFS.contains(name))) {
      throw refuse("backoffFunction must be one of linear, arithmetic, geometric, exponential");
    }
    RetryPolicy read =
        new RetryPolicy(
            min, max, retries, none, mins, maxs, backoff == null ? "linear" : (String) backoff);
    long total = 0;
    for (int i = 1; i <= retries; i++) {
      total += read.delay(i);
    }
    if (total > LONGEST_SECONDS * 1000L) {
      throw refuse("the delays of all retries must not be more than 3600 seconds");
    }
    return read;
  }

  private static int perSecond(Map<?, ?> policy) {
    onlyMembers(policy, Set.of("maxReceivesPerSecond"));
    return policy.get("maxReceivesPerSecond") == null
        ? 0
        : number(policy, "maxReceivesPerSecond", 0, 1, Integer.MAX_VALUE);
  }

  private static String contentType(Map<?, ?> policy) {
    onlyMembers(policy, Set.of("headerContentType"));
    Object value = policy.get("headerContentType");
    if (value == null) {
      return DEFAULT_CONTENT_TYPE;
    }
    String text = value instanceof String given ? given : "";
    int semicolon = text.indexOf(';');
    String type = semicolon < 0 ? text : text.substring(0, semicolon).strip();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        type = "";
      }
    }
    if (!CONTENT_TYPES.contains(type)) {
      throw refuse(
          "headerContentType must be one of " + String.join(", ", List.copyOf(CONTENT_TYPES)));
    }
    return text;
  }

  private static int number(Map<?, ?> policy, String name, int absent, int least, int most) {
    Object value = policy.get(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof Integer number && number >= least && number <= most) {
      return number;
    }
    throw refuse(name + " must be an integer between " + least + " and " + most);
  }

  private static RuntimeException refuse(String why) {
    return SnsErrors.invalid(NAME + why);
  }
}
