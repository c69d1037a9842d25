package io.nephele.services.scheduler;

import io.nephele.api.scheduler.Target;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.faults.DroppedConnection;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Targets that are operations of any service: {@code
 * arn:aws:scheduler:::aws-sdk:<service>:<operation>}.
 */
final class UniversalTargets {
  private static final String PREFIX = "aws-sdk:";

  /** Services that the SDK for Java, by which AWS names them here, calls otherwise than the CLI. */
  private static final Map<String, String> SDK_NAMES =
      Map.ofEntries(
          Map.entry("eventbridge", "events"),
          Map.entry("cloudwatchlogs", "logs"),
          Map.entry("sfn", "stepfunctions"),
          Map.entry("costexplorer", "ce"),
          Map.entry("cognitoidentityprovider", "cognito-idp"),
          Map.entry("databasemigration", "dms"),
          Map.entry("directory", "ds"),
          Map.entry("applicationdiscovery", "discovery"),
          Map.entry("elasticloadbalancing", "elb"),
          Map.entry("elasticloadbalancingv2", "elbv2"),
          Map.entry("elasticsearch", "es"),
          Map.entry("migrationhub", "mgh"),
          Map.entry("serverlessapplicationrepository", "serverlessrepo"));

  /** What the names of operations begin with that only read, which the scheduler does not call. */
  private static final List<String> READING =
      List.of(
          "get",
          "describe",
          "list",
          "poll",
          "receive",
          "search",
          "scan",
          "query",
          "select",
          "read",
          "lookup",
          "discover",
          "validate",
          "batchget",
          "batchdescribe",
          "batchread",
          "transactget",
          "adminget",
          "adminlist",
          "testmigration",
          "retrieve",
          "testconnection",
          "translatedocument",
          "isauthorized",
          "invokemodel");

  private final World world;

  UniversalTargets(World world) {
    this.world = world;
  }

  static boolean is(Arn arn) {
    return arn.service().equals("scheduler") && arn.resource().startsWith(PREFIX);
  }

  /** Refuses what is no operation that may be a target. */
  static void check(Target target) {
    Operation operation = operation(target.arn());
    String input = target.input();
    if (input != null) {
      if (!(JsonText.parse(input) instanceof Map<?, ?>)) {
        throw SchedulerErrors.validation("Invalid RequestJson provided. Reason Malformed JSON.");
      }
      if (!ContextAttributes.isIn(input)) {
        StructsOfJson.read(input, operation.input());
      }
    }
  }

  private static Operation operation(String target) {
    String[] parts = Arn.parse(target).resource().split(":", -1);
    if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
      throw unknown(target);
    }
    String action = parts[2].toLowerCase(Locale.ROOT);
    for (String prefix : READING) {
      if (action.startsWith(prefix)) {
        throw SchedulerErrors.validation(
            "Invalid request provided: Unsupported API action " + parts[2] + ": it only reads.");
      }
    }
    Service service = service(parts[1].toLowerCase(Locale.ROOT));
    if (service != null) {
      for (String name : service.operationNames()) {
        if (name.equalsIgnoreCase(parts[2])) {
          return service.operation(name);
        }
      }
    }
    throw unknown(target);
  }

  private static AwsException unknown(String target) {
    return SchedulerErrors.validation(
        "Invalid request provided: " + target + " is not a supported target.");
  }

  private static Service service(String sdkName) {
    Models models = Models.bundled();
    String name = SDK_NAMES.getOrDefault(sdkName, sdkName);
    if (models.entries().containsKey(name)) {
      return models.service(name);
    }
    for (String known : models.entries().keySet()) {
      if (known.replace("-", "").equals(name)) {
        return models.service(known);
      }
    }
    return null;
  }

  /** A call that is to be made. */
  record Request(Operation operation, Struct input) {}

  /** What a target means with that input. */
  static Request request(Target target, String input) {
    Operation operation = operation(target.arn());
    Struct request =
        target.input() == null
            ? new Struct(operation.input())
            : StructsOfJson.read(input, operation.input());
    return new Request(operation, request.freeze());
  }

  /** Makes a call in the schedule's region. */
  void call(Request request, String region, Targets.Caller caller) {
    Call call =
        new Call(
            request.operation,
            request.operation.service().protocols().getFirst(),
            caller.principal(),
            Regions.find(region),
            caller.origin(),
            world.ids().uuid().toString(),
            world.clock().now());
    try {
      world.call(call, request.input);
    } catch (DroppedConnection e) {
      throw AwsException.server("InternalFailure", 500, "The connection was lost.");
    }
  }
}
