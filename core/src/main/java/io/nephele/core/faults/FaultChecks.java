package io.nephele.core.faults;

import io.nephele.core.errors.OperationErrors;
import io.nephele.core.faults.FaultEffect.Kind;
import io.nephele.core.faults.FaultEffect.Moment;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.text.UserIds;
import io.nephele.core.text.Wildcards;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import java.time.Duration;
import java.util.Collection;

/**
 * Refuses rules that say nothing sensible, or that could never come true because of a wrong name.
 * All methods throw {@link IllegalArgumentException} with a message that begins with the name of
 * what is wrong.
 */
final class FaultChecks {
  private static final Duration LONGEST_LATENCY = Duration.ofDays(1);
  private static final int LONGEST_MESSAGE = 1000;
  private static final int LONGEST_CODE = 128;

  private FaultChecks() {}

  static void check(FaultRule rule) {
    if (rule.id() != null) {
      require(UserIds.isGood(rule.id()), "id", UserIds.RULE);
      require(!rule.id().equals("hits"), "id", "must not be hits, which is an endpoint");
    }
    require(rule.effect() != null, "what", "is needed: error, throttle, latency or drop");
    require(rule.scope() != null, "scope", "is needed");
    checkScope(rule.scope());
    checkEffect(rule.effect(), rule.scope());
    require(
        rule.probability() >= 0 && rule.probability() <= 1, "probability", "must be from 0 to 1");
    require(rule.count() == null || rule.count() > 0, "count", "must be 1 or more");
    require(
        rule.from() == null || rule.until() == null || rule.from().isBefore(rule.until()),
        "until",
        "must be after from");
  }

  private static void checkEffect(FaultEffect effect, FaultScope scope) {
    Kind kind = effect.kind();
    require(kind != null, "what", "is needed: error, throttle, latency or drop");
    require(effect.moment() != null, "when", "must be before or after");
    require(
        kind != Kind.THROTTLE || effect.moment() == Moment.BEFORE,
        "when",
        "must be before: a service throttles before it does anything");
    require(kind == Kind.ERROR || effect.code() == null, "code", "is only for errors");
    require(kind == Kind.ERROR || effect.status() == null, "status", "is only for errors");
    require(
        kind == Kind.ERROR || kind == Kind.THROTTLE || effect.message() == null,
        "message",
        "is only for errors and throttling");
    if (effect.message() != null) {
      checkMessage(effect.message());
    }
    if (kind == Kind.ERROR) {
      checkError(effect, scope);
    }
    if (kind == Kind.LATENCY) {
      require(effect.latency() != null, "latencyMillis", "is needed");
      checkDuration("latencyMillis", effect.latency());
      checkDuration("jitterMillis", effect.jitter());
    } else {
      require(effect.latency() == null, "latencyMillis", "is only for latency");
      require(effect.jitter() == null, "jitterMillis", "is only for latency");
    }
  }

  private static void checkMessage(String message) {
    boolean printable = message.codePoints().noneMatch(Character::isISOControl);
    require(
        printable && message.length() <= LONGEST_MESSAGE,
        "message",
        "must be at most 1000 characters in one line");
  }

  private static void checkDuration(String name, Duration duration) {
    require(
        duration == null || (!duration.isNegative() && duration.compareTo(LONGEST_LATENCY) <= 0),
        name,
        "must be from 0 to 86400000, which is a day");
  }

  private static void checkError(FaultEffect effect, FaultScope scope) {
    String code = effect.code();
    require(code != null, "code", "is needed, such as ServiceUnavailable");
    boolean good = !code.isEmpty() && code.length() <= LONGEST_CODE;
    for (int i = 0; i < code.length() && good; i++) {
      good = isLetterOrDigit(code.charAt(i)) || code.charAt(i) == '.';
    }
    require(good, "code", "must be 1 to 128 letters, digits and dots");
    Integer status = effect.status();
    require(
        status == null || (status >= 400 && status <= 599), "status", "must be from 400 to 599");
    if (status == null && OperationErrors.common(code) == null) {
      require(
          scope.service() != null
              && !Wildcards.isPattern(scope.service())
              && isModelled(scope, code),
          "status",
          "is needed: "
              + code
              + " is no error of those operations, nor one that all services share");
    }
  }

  private static boolean isModelled(FaultScope scope, String code) {
    Service service = Models.bundled().service(scope.service());
    if (OperationErrors.shape(service, code) != null) {
      return true;
    }
    for (Operation operation : service.operations()) {
      boolean meant =
          scope.operation() == null || Wildcards.matches(scope.operation(), operation.name());
      if (meant && OperationErrors.shape(operation, code) == null) {
        return false;
      }
    }
    return true;
  }

  private static void checkScope(FaultScope scope) {
    Collection<String> services = Models.bundled().entries().keySet();
    checkPattern("service", scope.service());
    require(
        scope.service() == null || someMatch(scope.service(), services),
        "service",
        "is none that AWS has: " + scope.service());
    checkPattern("operation", scope.operation());
    if (scope.operation() != null
        && scope.service() != null
        && !Wildcards.isPattern(scope.service())) {
      Service service = Models.bundled().service(scope.service());
      require(
          someMatch(scope.operation(), service.operationNames()),
          "operation",
          "is none of " + scope.service() + ": " + scope.operation());
    }
    checkPattern("resource", scope.resource());
    checkPattern("principal", scope.principal());
    require(
        scope.account() == null || AccountIds.isAccountId(scope.account()),
        "account",
        "must be 12 digits");
    checkPattern("region", scope.region());
    require(
        scope.region() == null
            || someMatch(scope.region(), Regions.all().stream().map(Region::name).toList()),
        "region",
        "is none that AWS has: " + scope.region());
  }

  private static void checkPattern(String name, String pattern) {
    require(
        pattern == null || (!pattern.isEmpty() && pattern.length() <= FaultScope.LONGEST),
        name,
        "must be 1 to " + FaultScope.LONGEST + " characters");
  }

  private static boolean someMatch(String pattern, Collection<String> names) {
    if (names.contains(pattern)) {
      return true;
    }
    for (String name : names) {
      if (Wildcards.matches(pattern, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static void require(boolean condition, String name, String message) {
    if (!condition) {
      throw new IllegalArgumentException(name + " " + message);
    }
  }
}
