package io.nephele.services.logs.groups;

import io.nephele.api.logs.AssociateKmsKeyRequest;
import io.nephele.api.logs.CreateLogGroupRequest;
import io.nephele.api.logs.DeleteLogGroupRequest;
import io.nephele.api.logs.DeleteRetentionPolicyRequest;
import io.nephele.api.logs.DisassociateKmsKeyRequest;
import io.nephele.api.logs.PutLogGroupDeletionProtectionRequest;
import io.nephele.api.logs.PutRetentionPolicyRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import io.nephele.services.logs.events.EventTable;
import io.nephele.services.logs.events.GroupKeys;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Makes, changes and deletes log groups. */
public final class Groups {
  private static final List<Integer> RETENTIONS =
      List.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);
  private static final int MOST_TAGS = 50;

  private final LogsWorld logs;
  private final EventTable events;
  private final GroupKeys keys;
  private final Retention retention;
  private final List<BiConsumer<Transaction, Group>> onDelete = new ArrayList<>();

  /** The groups of a world. */
  public Groups(LogsWorld logs, EventTable events, GroupKeys keys, Retention retention) {
    this.logs = logs;
    this.events = events;
    this.keys = keys;
    this.retention = retention;
  }

  /** Has something else removed with groups that are deleted, in the same transaction. */
  public void onDelete(BiConsumer<Transaction, Group> removal) {
    onDelete.add(removal);
  }

  /** Answers CreateLogGroup. */
  public Unit create(CreateLogGroupRequest in, Call call) {
    if (in.logGroupName().startsWith("aws/")) {
      throw LogsErrors.invalid("Log group names cannot begin with aws/.");
    }
    String kind = in.logGroupClass() == null ? Group.STANDARD : in.logGroupClass();
    if (!kind.equals(Group.STANDARD)
        && !kind.equals(Group.INFREQUENT_ACCESS)
        && !kind.equals(Group.DELIVERY)) {
      throw LogsErrors.notOneOf(kind, "logGroupClass", "STANDARD, INFREQUENT_ACCESS, DELIVERY");
    }
    Map<String, String> tags = in.tags() == null ? Map.of() : Map.copyOf(in.tags());
    GroupTags.check(tags.keySet());
    Group group =
        new Group(
            call.partition(),
            call.accountId(),
            call.region().name(),
            in.logGroupName(),
            logs.newId(),
            logs.now(),
            kind,
            null,
            null,
            Boolean.TRUE.equals(in.deletionProtectionEnabled()),
            tags,
            0,
            0,
            null,
            0);
    refuseExisting(group);
    Group made = in.kmsKeyId() == null ? group : group.withKey(keys.check(group, in.kmsKeyId()));
    logs.write(
        transaction -> {
          if (logs.group(transaction, made.accountId(), made.region(), made.name()) != null) {
            throw LogsErrors.exists("The specified log group already exists");
          }
          logs.put(transaction, made);
          return null;
        });
    return LogsWorld.done(call);
  }

  private void refuseExisting(Group group) {
    boolean exists =
        logs.read(
            reader -> logs.group(reader, group.accountId(), group.region(), group.name()) != null);
    if (exists) {
      throw LogsErrors.exists("The specified log group already exists");
    }
  }

  /** Answers DeleteLogGroup. */
  public Unit delete(DeleteLogGroupRequest in, Call call) {
    logs.change(
        in.logGroupName(),
        call,
        (transaction, group) -> {
          if (group.deletionProtected()) {
            throw LogsErrors.validation(
                "The log group "
                    + group.name()
                    + " has deletion protection enabled and cannot be deleted.");
          }
          logs.groups()
              .delete(transaction, LogsWorld.key(group.accountId(), group.region(), group.name()));
          logs.streams().deletePrefix(transaction, group.contentKey());
          logs.statistics().deletePrefix(transaction, group.contentKey());
          logs.usage().deletePrefix(transaction, group.contentKey());
          events.remove(transaction, group);
          keys.remove(transaction, group);
          retention.cancel(transaction, group);
          onDelete.forEach(each -> each.accept(transaction, group));
          return null;
        });
    return LogsWorld.done(call);
  }

  /** Answers PutRetentionPolicy. */
  public Unit putRetention(PutRetentionPolicyRequest in, Call call) {
    if (!RETENTIONS.contains(in.retentionInDays())) {
      String all = RETENTIONS.toString();
      throw LogsErrors.notOneOf(
          in.retentionInDays().toString(), "retentionInDays", all.substring(1, all.length() - 1));
    }
    logs.change(
        in.logGroupName(),
        call,
        (transaction, group) -> {
          refuseDelivery(group);
          retention.schedule(transaction, group);
          return group.withRetention(in.retentionInDays());
        });
    return LogsWorld.done(call);
  }

  private static void refuseDelivery(Group group) {
    if (group.kind().equals(Group.DELIVERY)) {
      throw LogsErrors.invalid("The retention of log groups of class DELIVERY cannot be changed.");
    }
  }

  /** Answers DeleteRetentionPolicy. */
  public Unit deleteRetention(DeleteRetentionPolicyRequest in, Call call) {
    logs.change(
        in.logGroupName(),
        call,
        (transaction, group) -> {
          refuseDelivery(group);
          retention.cancel(transaction, group);
          return group.withRetention(null);
        });
    return LogsWorld.done(call);
  }

  /** Answers AssociateKmsKey. */
  public Unit associateKey(AssociateKmsKeyRequest in, Call call) {
    Group seen =
        logs.read(reader -> ofKey(reader, in.logGroupName(), in.resourceIdentifier(), call));
    String arn = keys.check(seen, in.kmsKeyId());
    logs.change(seen.name(), call, (transaction, group) -> group.withKey(arn));
    return LogsWorld.done(call);
  }

  /** Answers DisassociateKmsKey. */
  public Unit disassociateKey(DisassociateKmsKeyRequest in, Call call) {
    Group seen =
        logs.read(reader -> ofKey(reader, in.logGroupName(), in.resourceIdentifier(), call));
    logs.change(seen.name(), call, (transaction, group) -> group.withKey(null));
    return LogsWorld.done(call);
  }

  private Group ofKey(
      io.nephele.core.store.Reader reader, String name, String resource, Call call) {
    if ((name == null) == (resource == null)) {
      throw LogsErrors.invalid(
          "Exactly one of logGroupName and resourceIdentifier must be specified.");
    }
    if (name != null) {
      return logs.require(reader, name, call);
    }
    if (resource.contains(":query-result:")) {
      throw LogsErrors.notImplemented("KMS keys for the results of queries");
    }
    return logs.identified(reader, resource, call);
  }

  /** Answers PutLogGroupDeletionProtection. */
  public Unit protect(PutLogGroupDeletionProtectionRequest in, Call call) {
    String name =
        logs.read(reader -> logs.identified(reader, in.logGroupIdentifier(), call)).name();
    logs.change(
        name,
        call,
        (transaction, group) ->
            group.withDeletionProtection(Boolean.TRUE.equals(in.deletionProtectionEnabled())));
    return LogsWorld.done(call);
  }

  /** How many tags a group may have. */
  static int mostTags() {
    return MOST_TAGS;
  }
}
