package io.nephele.core.faults;

import io.nephele.core.access.Authorization;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.text.Wildcards;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.policy.Decision;
import java.util.List;

/**
 * Which calls a fault may befall: those of which everything that is said here is true. Null says
 * nothing. All but the account may hold wildcards ({@code *}, {@code ?}).
 *
 * @param service the service as Nephele and the AWS CLI name it, such as {@code sqs}
 * @param operation the operation, such as {@code SendMessage}
 * @param resource a resource that the call is about: its ARN, or the resource's part of the ARN
 *     ({@code table/Orders}) or the name at the end of it ({@code Orders}); or the value of a text
 *     member of the request
 * @param account the account that calls, twelve digits
 * @param region the region that is called
 * @param principal the caller's ARN; of a role's session, that of the session or of the role
 */
public record FaultScope(
    String service,
    String operation,
    String resource,
    String account,
    String region,
    String principal) {
  /** The longest text that is compared: names and ARNs are shorter. */
  static final int LONGEST = 2048;

  /** Every call. */
  public static final FaultScope ALL = new FaultScope(null, null, null, null, null, null);

  boolean matches(Call call, Struct request, Authorization authorization) {
    return (account == null || account.equals(call.accountId()))
        && matches(service, call.operation().service().name())
        && matches(operation, call.operation().name())
        && matches(region, call.region().name())
        && (principal == null || matches(call.principal()))
        && (resource == null || matches(request, authorization));
  }

  private static boolean matches(String pattern, String text) {
    return pattern == null || Wildcards.matches(pattern, text);
  }

  private boolean matches(Principal caller) {
    return matches(principal, caller.arn()) || matches(principal, caller.entityArn());
  }

  private boolean matches(Struct request, Authorization authorization) {
    List<Decision> decisions = authorization.decisions();
    for (int i = 0; i < decisions.size(); i++) {
      if (matchesArn(decisions.get(i).resource())) {
        return true;
      }
    }
    List<Member> members = request.shape().members();
    for (int i = 0; i < members.size(); i++) {
      if (request.get(members.get(i)) instanceof String text
          && text.length() <= LONGEST
          && matches(resource, text)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesArn(String arn) {
    if (matches(resource, arn)) {
      return true;
    }
    Arn parts = Arn.parse(arn);
    if (parts == null) {
      return false;
    }
    String name = parts.resource();
    int end = Math.max(name.lastIndexOf('/'), name.lastIndexOf(':'));
    return matches(resource, name) || matches(resource, name.substring(end + 1));
  }
}
