package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.DeleteAlarmsInput;
import io.nephele.api.cloudwatch.DisableAlarmActionsInput;
import io.nephele.api.cloudwatch.EnableAlarmActionsInput;
import io.nephele.api.cloudwatch.InvalidFormatFault;
import io.nephele.api.cloudwatch.PutCompositeAlarmInput;
import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.api.cloudwatch.ResourceNotFound;
import io.nephele.api.cloudwatch.SetAlarmStateInput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.resources.ResourceTags;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The operations that make and change alarms. */
final class MetricAlarms {
  private final World world;
  private final AlarmTables tables;
  private final Transitions transitions;
  private final AlarmEvaluator evaluator;

  MetricAlarms(World world, AlarmTables tables, Transitions transitions, AlarmEvaluator evaluator) {
    this.world = world;
    this.tables = tables;
    this.transitions = transitions;
    this.evaluator = evaluator;
  }

  private static Unit nothing(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }

  Unit put(PutMetricAlarmInput in, Call call) {
    AlarmChecks.check(in, call);
    Map<String, String> tags = ResourceTags.read(in.tags());
    put(in.alarmName(), in.struct(), in.actionsEnabled(), tags, false, call);
    return nothing(call);
  }

  Unit putComposite(PutCompositeAlarmInput in, Call call) {
    Suppression.check(in);
    AlarmRule rule = AlarmRule.parse(in.alarmRule());
    world
        .store()
        .read(
            reader -> {
              rule.check(
                  tables.all(reader, call.accountId(), call.region().name()), in.alarmName());
              return null;
            });
    AlarmChecks.checkActions(in.alarmActions(), call);
    AlarmChecks.checkActions(in.okActions(), call);
    AlarmChecks.checkActions(in.insufficientDataActions(), call);
    Map<String, String> tags = ResourceTags.read(in.tags());
    put(in.alarmName(), in.struct(), in.actionsEnabled(), tags, true, call);
    return nothing(call);
  }

  private void put(
      String name,
      Struct request,
      Boolean enabled,
      Map<String, String> tags,
      boolean composite,
      Call call) {
    Key place = Alarm.key(call.accountId(), call.region().name(), name);
    Struct kept = new Struct(request.shape());
    request.shape().members().forEach(member -> kept.set(member, request.get(member)));
    kept.set("Tags", null);
    Bytes definition = Bytes.of(StoredStructs.write(kept));
    world
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              Alarm known = tables.find(transaction, place);
              if (known != null && known.composite() != composite) {
                throw CloudWatchErrors.validation(
                    "An alarm of another type has the name " + name + ".");
              }
              Alarm alarm = alarm(known, name, definition, enabled, tags, composite, call);
              save(transaction, known, alarm, call.time());
              return null;
            });
  }

  private static Alarm alarm(
      Alarm known,
      String name,
      Bytes definition,
      Boolean enabled,
      Map<String, String> tags,
      boolean composite,
      Call call) {
    long now = call.time().toEpochMilli();
    boolean actions = enabled == null || enabled;
    return new Alarm(
        call.accountId(),
        call.region().name(),
        name,
        composite,
        call.partition(),
        definition,
        actions,
        known == null ? Alarm.INSUFFICIENT_DATA : known.state(),
        known == null ? "Unchecked: Initial alarm creation" : known.reason(),
        known == null ? null : known.reasonData(),
        known == null ? now : known.updated(),
        known == null ? now : known.transitioned(),
        now,
        // Tags of an alarm that is there are changed by TagResource only.
        known == null ? tags : known.tags(),
        null);
  }

  private void save(Transaction transaction, Alarm known, Alarm alarm, Instant now) {
    tables.put(transaction, alarm);
    transitions.suppression().stop(transaction, alarm.key());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("version", "1.0");
    data.put("type", known == null ? "Create" : "Update");
    data.put(known == null ? "createdAlarm" : "updatedAlarm", Map.of("alarmArn", alarm.arn()));
    tables.note(
        transaction,
        alarm,
        "ConfigurationUpdate",
        "Alarm \"" + alarm.name() + "\" " + (known == null ? "created" : "updated"),
        JsonText.write(data),
        now);
    transitions.configured(transaction, known, alarm, known == null ? "create" : "update", now);
    if (alarm.composite()) {
      transitions.lookAgain(transaction, alarm.accountId(), alarm.region(), now);
    } else {
      if (known != null) {
        evaluator.stop(transaction, known);
      }
      evaluator.start(transaction, alarm, now);
    }
  }

  Unit setState(SetAlarmStateInput in, Call call) {
    if (in.stateReasonData() != null
        && !(JsonText.parse(in.stateReasonData()) instanceof Map<?, ?>)) {
      throw new InvalidFormatFault("StateReasonData is not valid JSON.");
    }
    Key place = Alarm.key(call.accountId(), call.region().name(), in.alarmName());
    world
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              Alarm alarm = tables.find(transaction, place);
              if (alarm == null) {
                throw new ResourceNotFound("Unknown alarm: " + in.alarmName());
              }
              if (!alarm.composite()) {
                evaluator.again(transaction, alarm, call.time());
              }
              if (alarm.state().equals(in.stateValue())) {
                long now = call.time().toEpochMilli();
                tables.put(
                    transaction,
                    alarm.withState(alarm.state(), in.stateReason(), in.stateReasonData(), now));
                return null;
              }
              transitions.set(
                  transaction,
                  alarm,
                  new Evaluation.Outcome(in.stateValue(), in.stateReason(), in.stateReasonData()),
                  call.time());
              return null;
            });
    return nothing(call);
  }

  Unit enable(EnableAlarmActionsInput in, Call call) {
    change(in.alarmNames(), call, alarm -> alarm.withActionsEnabled(true));
    return nothing(call);
  }

  Unit disable(DisableAlarmActionsInput in, Call call) {
    change(in.alarmNames(), call, alarm -> alarm.withActionsEnabled(false));
    return nothing(call);
  }

  private void change(List<String> names, Call call, UnaryOperator<Alarm> change) {
    world
        .store()
        .write(
            transaction -> {
              for (String name : names) {
                Key place = Alarm.key(call.accountId(), call.region().name(), name);
                Alarm alarm = tables.find(transaction, place);
                if (alarm != null) {
                  tables.put(transaction, change.apply(alarm));
                }
              }
              return null;
            });
  }

  Unit delete(DeleteAlarmsInput in, Call call) {
    world
        .store()
        .write(
            transaction -> {
              for (String name : in.alarmNames()) {
                delete(transaction, name, call);
              }
              return null;
            });
    return nothing(call);
  }

  private void delete(Transaction transaction, String name, Call call) {
    Key place = Alarm.key(call.accountId(), call.region().name(), name);
    Alarm alarm = tables.find(transaction, place);
    if (alarm == null) {
      throw new ResourceNotFound("Unknown alarm: " + name);
    }
    tables.delete(transaction, alarm);
    transitions.suppression().stop(transaction, place);
    if (!alarm.composite()) {
      evaluator.stop(transaction, alarm);
    }
    tables.note(
        transaction,
        alarm,
        "ConfigurationUpdate",
        "Alarm \"" + name + "\" deleted",
        JsonText.write(Map.of("version", "1.0", "type", "Delete")),
        call.time());
    transitions.configured(transaction, null, alarm, "delete", call.time());
    transitions.lookAgain(transaction, call.accountId(), call.region().name(), call.time());
  }
}
