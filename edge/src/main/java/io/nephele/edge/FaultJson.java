package io.nephele.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.faults.FaultEffect;
import io.nephele.core.faults.FaultEffect.Kind;
import io.nephele.core.faults.FaultEffect.Moment;
import io.nephele.core.faults.FaultHit;
import io.nephele.core.faults.FaultRule;
import io.nephele.core.faults.FaultScope;
import io.nephele.core.faults.FaultStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Rules of faults as JSON. */
final class FaultJson {
  private static final List<String> KINDS = List.of("error", "throttle", "latency", "drop");
  private static final List<String> MOMENTS = List.of("before", "after");
  private static final String MEMBERS =
      "id, what, when, code, status, message, latencyMillis, jitterMillis, service, operation,"
          + " resource, account, region, principal, probability, count, from, until, seed";

  private FaultJson() {}

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException with a message for the caller
   */
  static FaultRule read(JsonMembers json) {
    String kind = json.word("what", KINDS);
    String moment = json.word("when", MOMENTS);
    FaultEffect effect =
        new FaultEffect(
            kind == null ? null : Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
            "after".equals(moment) ? Moment.AFTER : Moment.BEFORE,
            json.text("code"),
            status(json),
            json.text("message"),
            millis(json, "latencyMillis"),
            millis(json, "jitterMillis"));
    FaultScope scope =
        new FaultScope(
            json.text("service"),
            json.text("operation"),
            json.text("resource"),
            json.text("account"),
            json.text("region"),
            json.text("principal"));
    Double probability = json.number("probability");
    FaultRule rule =
        new FaultRule(
            json.text("id"),
            0,
            effect,
            scope,
            probability == null ? 1 : probability,
            json.integer("count"),
            json.time("from"),
            json.time("until"),
            json.integer("seed"));
    json.end(MEMBERS);
    return rule;
  }

  private static Integer status(JsonMembers json) {
    Long status = json.integer("status");
    return status == null ? null : Math.clamp(status, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static Duration millis(JsonMembers json, String name) {
    Long millis = json.integer(name);
    return millis == null ? null : Duration.ofMillis(millis);
  }

  /** Writes a rule as it is read, and how far it has come. */
  static void write(JsonGenerator json, FaultStatus status, Instant now) throws IOException {
    FaultRule rule = status.rule();
    json.writeStartObject();
    json.writeStringField("id", rule.id());
    write(json, rule.effect());
    write(json, rule.scope());
    json.writeNumberField("probability", rule.probability());
    if (rule.count() != null) {
      json.writeNumberField("count", rule.count());
    }
    text(json, "from", rule.from());
    text(json, "until", rule.until());
    json.writeNumberField("seed", rule.seed());
    json.writeStringField("state", state(status, now));
    json.writeNumberField("matched", status.counts().matched());
    json.writeNumberField("fired", status.counts().fired());
    json.writeEndObject();
  }

  private static String state(FaultStatus status, Instant now) {
    FaultRule rule = status.rule();
    if (status.isSpent()) {
      return "spent";
    }
    if (rule.from() != null && now.isBefore(rule.from())) {
      return "waiting";
    }
    return rule.until() == null || now.isBefore(rule.until()) ? "active" : "over";
  }

  private static void write(JsonGenerator json, FaultEffect effect) throws IOException {
    json.writeStringField("what", effect.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringField("when", effect.moment().name().toLowerCase(Locale.ROOT));
    text(json, "code", effect.code());
    if (effect.status() != null) {
      json.writeNumberField("status", effect.status());
    }
    text(json, "message", effect.message());
    if (effect.latency() != null) {
      json.writeNumberField("latencyMillis", effect.latency().toMillis());
    }
    if (effect.jitter() != null) {
      json.writeNumberField("jitterMillis", effect.jitter().toMillis());
    }
  }

  private static void write(JsonGenerator json, FaultScope scope) throws IOException {
    text(json, "service", scope.service());
    text(json, "operation", scope.operation());
    text(json, "resource", scope.resource());
    text(json, "account", scope.account());
    text(json, "region", scope.region());
    text(json, "principal", scope.principal());
  }

  /** Writes a fault that befell a call. */
  static void write(JsonGenerator json, FaultHit hit) throws IOException {
    json.writeStartObject();
    text(json, "time", hit.time());
    json.writeStringField("requestId", hit.requestId());
    json.writeStringField("rule", hit.rule());
    json.writeStringField("service", hit.service());
    json.writeStringField("operation", hit.operation());
    text(json, "account", hit.account());
    json.writeStringField("region", hit.region());
    json.writeStringField("what", hit.what());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, Object value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value.toString());
    }
  }
}
