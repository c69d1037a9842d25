package io.nephele.services.events;

import io.nephele.api.events.ListTargetsByRuleRequest;
import io.nephele.api.events.ListTargetsByRuleResponse;
import io.nephele.api.events.PutTargetsRequest;
import io.nephele.api.events.PutTargetsResponse;
import io.nephele.api.events.RemoveTargetsRequest;
import io.nephele.api.events.RemoveTargetsResponse;
import io.nephele.api.events.RemoveTargetsResultEntry;
import io.nephele.api.events.Target;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The targets of rules. */
final class RuleTargets {
  private static final int MOST_TARGETS = 5;
  private static final Set<String> SERVED =
      Set.of(
          "lambda",
          "sqs",
          "sns",
          "kinesis",
          "firehose",
          "states",
          "logs",
          "codebuild",
          "codepipeline",
          "batch",
          "events");
  private static final Set<String> BY_ROLE =
      Set.of("kinesis", "firehose", "states", "codebuild", "codepipeline", "batch");

  private final EventsWorld events;

  RuleTargets(EventsWorld events) {
    this.events = events;
  }

  PutTargetsResponse put(PutTargetsRequest in, Call call) {
    EventsWorld.BusName bus = EventsWorld.busName(in.eventBusName(), call);
    for (Target target : in.targets()) {
      boolean discoverer = target.arn().contains(":schemas:");
      if (!discoverer || call.principal().type() != Principal.Type.SERVICE) {
        check(target);
      }
    }
    events.write(
        transaction -> {
          Rule rule = events.requireRule(transaction, bus, in.rule());
          Set<String> ids = new HashSet<>();
          for (Table.Row<EventsWorld.TargetRow> row :
              events.ruleTargets().scan(transaction, rule.key())) {
            ids.add(BusRules.target(row.value()).id());
          }
          for (Target target : in.targets()) {
            ids.add(target.id());
            events.ruleTargets().put(transaction, rule.key().with(target.id()), Rules.row(target));
          }
          if (ids.size() > MOST_TARGETS) {
            throw EventsErrors.tooMany();
          }
          events.touch(transaction, bus.key());
          return null;
        });
    return new PutTargetsResponse().failedEntryCount(0).failedEntries(List.of());
  }

  private static void check(Target target) {
    Arn arn = Arn.parse(target.arn());
    if (arn == null) {
      throw EventsErrors.validation(
          "Parameter "
              + target.arn()
              + " is not valid. Reason: Provided Arn is not in correct format.");
    }
    if (!SERVED.contains(arn.service())) {
      throw TargetCalls.unsupported(target.arn());
    }
    int inputs = 0;
    inputs += target.input() == null ? 0 : 1;
    inputs += target.inputPath() == null ? 0 : 1;
    inputs += target.inputTransformer() == null ? 0 : 1;
    if (inputs > 1) {
      throw EventsErrors.validation(
          "Only one of Input, InputPath, or InputTransformer must be provided for target "
              + target.id()
              + ".");
    }
    if (target.input() != null && JsonText.parse(target.input()) == JsonText.MALFORMED) {
      throw EventsErrors.validation("JSON syntax error in input for target " + target.id() + ".");
    }
    if (target.inputPath() != null) {
      TargetInput.checkPath(target.inputPath());
    }
    if (target.inputTransformer() != null) {
      if (target.inputTransformer().inputPathsMap() != null) {
        target.inputTransformer().inputPathsMap().values().forEach(TargetInput::checkPath);
      }
      TargetInput.checkTemplate(target);
    }
    boolean byRole =
        BY_ROLE.contains(arn.service()) || arn.resource().startsWith("api-destination/");
    if (byRole && target.roleArn() == null) {
      throw EventsErrors.validation("RoleArn is required for target " + target.arn() + ".");
    }
    if (arn.resource().endsWith(".fifo")
        && arn.service().equals("sqs")
        && (target.sqsParameters() == null || target.sqsParameters().messageGroupId() == null)) {
      throw EventsErrors.validation(
          "Parameter(s) SqsParameters must be specified for target: " + target.id() + ".");
    }
    if (arn.service().equals("batch") && target.batchParameters() == null) {
      throw EventsErrors.validation(
          "Parameter(s) BatchParameters must be specified for target: " + target.id() + ".");
    }
  }

  RemoveTargetsResponse remove(RemoveTargetsRequest in, Call call) {
    EventsWorld.BusName bus = EventsWorld.busName(in.eventBusName(), call);
    List<RemoveTargetsResultEntry> failed =
        events.write(
            transaction -> {
              Rule rule = events.requireRule(transaction, bus, in.rule());
              List<RemoveTargetsResultEntry> missing = new ArrayList<>();
              for (String id : in.ids()) {
                if (events.ruleTargets().contains(transaction, rule.key().with(id))) {
                  events.ruleTargets().delete(transaction, rule.key().with(id));
                } else {
                  missing.add(
                      new RemoveTargetsResultEntry()
                          .targetId(id)
                          .errorCode("ResourceNotFoundException")
                          .errorMessage("Rule does not have a target with ID " + id + "."));
                }
              }
              events.touch(transaction, bus.key());
              return missing;
            });
    return new RemoveTargetsResponse().failedEntryCount(failed.size()).failedEntries(failed);
  }

  ListTargetsByRuleResponse list(ListTargetsByRuleRequest in, Call call) {
    EventsWorld.BusName bus = EventsWorld.busName(in.eventBusName(), call);
    List<Target> targets =
        events.read(
            reader -> {
              Rule rule = events.requireRule(reader, bus, in.rule());
              List<Target> all = new ArrayList<>();
              for (Table.Row<EventsWorld.TargetRow> row :
                  events.ruleTargets().scan(reader, rule.key())) {
                all.add(BusRules.target(row.value()));
              }
              return all;
            });
    Pages<Target> pages = Pages.of(targets, Target::id, in.nextToken(), in.limit());
    return new ListTargetsByRuleResponse().targets(pages.items()).nextToken(pages.nextToken());
  }
}
