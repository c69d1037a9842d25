package io.nephele.core.quotas;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.text.Wildcards;
import io.nephele.model.Struct;
import java.util.List;

/**
 * A request rate that AWS documents. Each account has a bucket in each region.
 *
 * @param service the service
 * @param name what the quota is called; with an asterisk, each operation has a bucket of its own,
 *     with the operation's name in its place
 * @param operations the operations, which may hold wildcards
 * @param regions where it is in force; empty for everywhere that no other row is for
 * @param condition for which calls: {@code unfiltered} for those that neither filter nor page,
 *     {@code notByServices} for those that services do not make for themselves, {@code
 *     Member=Pattern|Pattern} for those whose request says one of these, or null for all
 * @param cost null for one token of the one quota that counts the call; else the quota counts the
 *     call as well as others: {@code 1}, or the member of the request that says how many tokens it
 *     takes, as a number or a list
 * @param size the bucket
 * @param source the page that documents it
 */
public record Quota(
    String service,
    String name,
    List<String> operations,
    List<String> regions,
    String condition,
    String cost,
    BucketSize size,
    String source) {
  static final String UNFILTERED = "unfiltered";
  static final String NOT_BY_SERVICES = "notByServices";

  private static final List<String> FILTERING = List.of("Filters", "MaxResults", "NextToken");

  /** What the bucket of that operation is called. */
  String nameFor(String operation) {
    return name.replace("*", operation);
  }

  boolean isOf(String operation) {
    for (String pattern : operations) {
      if (Wildcards.matches(pattern, operation)) {
        return true;
      }
    }
    return false;
  }

  boolean isOf(Call call, Struct request) {
    if (!regions.isEmpty() && !regions.contains(call.region().name())) {
      return false;
    }
    return switch (condition) {
      case null -> true;
      case UNFILTERED -> isUnfiltered(request);
      case NOT_BY_SERVICES -> call.principal().type() != Principal.Type.SERVICE;
      default -> hasMember(request);
    };
  }

  /** Whether a member of the request is one of those texts: {@code Member=Pattern|Pattern}. */
  private boolean hasMember(Struct request) {
    int equals = condition.indexOf('=');
    String member = condition.substring(0, equals);
    if (request.shape().member(member) == null || !(request.get(member) instanceof String value)) {
      return false;
    }
    for (String pattern : condition.substring(equals + 1).split("\\|")) {
      if (Wildcards.matches(pattern, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnfiltered(Struct request) {
    for (String member : FILTERING) {
      if (request.shape().member(member) != null && request.get(member) != null) {
        return false;
      }
    }
    return true;
  }

  /** How many tokens a request takes. */
  long tokens(Struct request) {
    if (cost == null || request.shape().member(cost) == null) {
      return 1;
    }
    return switch (request.get(cost)) {
      case Number number -> Math.max(1, number.longValue());
      case List<?> list -> Math.max(1, list.size());
      case null, default -> 1;
    };
  }
}
