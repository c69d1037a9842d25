package io.nephele.services.scheduler;

import io.nephele.api.scheduler.Target;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.targets.Targets;
import java.util.Map;

/** The target of a schedule, read once: what is the same at each call is made at the first. */
final class Aim {
  private final Target target;
  private final Arn arn;
  private final AssumedRoles.Wanted role;
  private final Origin origin;

  /** What the target gets if that is the same each time, else null. */
  private final String constant;

  private volatile SendMessageRequest message;
  private volatile UniversalTargets.Request request;

  Aim(ScheduleRow row, Target target) {
    this.target = target;
    this.arn = Arn.parse(target.arn());
    this.role = SchedulerWorld.wanted(target.roleArn(), row.accountId(), row.region(), row.group());
    this.origin = Origin.service(SchedulerWorld.PRINCIPAL, role.sourceArn());
    String input = target.input();
    this.constant = input == null || ContextAttributes.isIn(input) ? null : input;
  }

  Target target() {
    return target;
  }

  Arn arn() {
    return arn;
  }

  /** The session of a role that calls are made in. */
  AssumedRoles.Wanted role() {
    return role;
  }

  /** Where calls come from. */
  Origin origin() {
    return origin;
  }

  /** What the target gets this time. */
  String input(Plan plan, Attempt attempt) {
    return constant == null ? ContextAttributes.input(plan, attempt) : constant;
  }

  /** The call of a target that is a queue. */
  SendMessageRequest message(String input) {
    SendMessageRequest known = message;
    if (known != null) {
      return known;
    }
    Targets.MessageOptions options =
        target.sqsParameters() == null
            ? Targets.MessageOptions.NONE
            : new Targets.MessageOptions(target.sqsParameters().messageGroupId(), null, Map.of());
    SendMessageRequest made = Targets.message(arn, input, options);
    if (constant != null) {
      message = made;
    }
    return made;
  }

  /** The call of a target that is an operation. */
  UniversalTargets.Request request(String input) {
    UniversalTargets.Request known = request;
    if (known != null) {
      return known;
    }
    UniversalTargets.Request made = UniversalTargets.request(target, input);
    if (constant != null) {
      request = made;
    }
    return made;
  }
}
