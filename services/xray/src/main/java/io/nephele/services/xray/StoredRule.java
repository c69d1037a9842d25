package io.nephele.services.xray;

import io.nephele.api.xray.SamplingRule;
import io.nephele.api.xray.SamplingRuleRecord;
import io.nephele.api.xray.SamplingRuleUpdate;
import java.time.Instant;
import java.util.Map;

/**
 * A sampling rule, as it is stored. The default one has no row until it is changed.
 *
 * @param createdAt in milliseconds; 0 of the default rule
 * @param modifiedAt in milliseconds
 * @param attributes what segments have to have, by name
 */
record StoredRule(
    String name,
    String arn,
    String resourceArn,
    int priority,
    double fixedRate,
    int reservoirSize,
    String serviceName,
    String serviceType,
    String host,
    String httpMethod,
    String urlPath,
    Map<String, String> attributes,
    long createdAt,
    long modifiedAt,
    Map<String, String> tags) {
  static final String DEFAULT = "Default";
  private static final int LAST_PRIORITY = 10_000;

  /**
   * The rule for what no other rule is for: a request a second, and five in a hundred of the rest.
   */
  static StoredRule ofDefault(String arn) {
    return new StoredRule(
        DEFAULT,
        arn,
        "*",
        LAST_PRIORITY,
        0.05,
        1,
        "*",
        "*",
        "*",
        "*",
        "*",
        Map.of(),
        0,
        0,
        Map.of());
  }

  static StoredRule of(
      SamplingRule in, String name, String arn, long now, Map<String, String> tags) {
    return new StoredRule(
        name,
        arn,
        in.resourceARN(),
        in.priority(),
        in.fixedRate(),
        in.reservoirSize(),
        in.serviceName(),
        in.serviceType(),
        in.host(),
        in.httpMethod(),
        in.urlPath(),
        in.attributes() == null ? Map.of() : Map.copyOf(in.attributes()),
        now,
        now,
        tags);
  }

  boolean isDefault() {
    return name.equals(DEFAULT);
  }

  /** The rule after an update; what the update leaves out stays. */
  StoredRule with(SamplingRuleUpdate in, long now) {
    return new StoredRule(
        name,
        arn,
        or(in.resourceARN(), resourceArn),
        or(in.priority(), priority),
        or(in.fixedRate(), fixedRate),
        or(in.reservoirSize(), reservoirSize),
        or(in.serviceName(), serviceName),
        or(in.serviceType(), serviceType),
        or(in.host(), host),
        or(in.httpMethod(), httpMethod),
        or(in.urlPath(), urlPath),
        in.attributes() == null ? attributes : Map.copyOf(in.attributes()),
        createdAt,
        now,
        tags);
  }

  StoredRule withTags(Map<String, String> changed) {
    return new StoredRule(
        name,
        arn,
        resourceArn,
        priority,
        fixedRate,
        reservoirSize,
        serviceName,
        serviceType,
        host,
        httpMethod,
        urlPath,
        attributes,
        createdAt,
        modifiedAt,
        changed);
  }

  private static <T> T or(T given, T before) {
    return given == null ? before : given;
  }

  SamplingRuleRecord tell() {
    return new SamplingRuleRecord()
        .samplingRule(
            new SamplingRule()
                .ruleName(name)
                .ruleARN(arn)
                .resourceARN(resourceArn)
                .priority(priority)
                .fixedRate(fixedRate)
                .reservoirSize(reservoirSize)
                .serviceName(serviceName)
                .serviceType(serviceType)
                .host(host)
                .httpMethod(httpMethod)
                .urlPath(urlPath)
                .version(1)
                .attributes(attributes))
        .createdAt(Instant.ofEpochMilli(createdAt))
        .modifiedAt(Instant.ofEpochMilli(modifiedAt));
  }
}
