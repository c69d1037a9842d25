package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.AdvancedEventSelector;
import io.nephele.api.cloudtrail.CreateEventDataStoreRequest;
import io.nephele.api.cloudtrail.CreateEventDataStoreResponse;
import io.nephele.api.cloudtrail.DeleteEventDataStoreRequest;
import io.nephele.api.cloudtrail.DeleteEventDataStoreResponse;
import io.nephele.api.cloudtrail.EventDataStore;
import io.nephele.api.cloudtrail.EventDataStoreAlreadyExistsException;
import io.nephele.api.cloudtrail.EventDataStoreMaxLimitExceededException;
import io.nephele.api.cloudtrail.EventDataStoreTerminationProtectedException;
import io.nephele.api.cloudtrail.GetEventDataStoreRequest;
import io.nephele.api.cloudtrail.GetEventDataStoreResponse;
import io.nephele.api.cloudtrail.InactiveEventDataStoreException;
import io.nephele.api.cloudtrail.InvalidEventDataStoreStatusException;
import io.nephele.api.cloudtrail.InvalidNextTokenException;
import io.nephele.api.cloudtrail.ListEventDataStoresRequest;
import io.nephele.api.cloudtrail.ListEventDataStoresResponse;
import io.nephele.api.cloudtrail.RestoreEventDataStoreRequest;
import io.nephele.api.cloudtrail.RestoreEventDataStoreResponse;
import io.nephele.api.cloudtrail.StartEventDataStoreIngestionRequest;
import io.nephele.api.cloudtrail.StartEventDataStoreIngestionResponse;
import io.nephele.api.cloudtrail.StopEventDataStoreIngestionRequest;
import io.nephele.api.cloudtrail.StopEventDataStoreIngestionResponse;
import io.nephele.api.cloudtrail.UnsupportedOperationException;
import io.nephele.api.cloudtrail.UpdateEventDataStoreRequest;
import io.nephele.api.cloudtrail.UpdateEventDataStoreResponse;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.trail.FieldSelector;
import io.nephele.core.trail.Selection;
import io.nephele.core.trail.Selection.Conditions;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.model.View;
import io.nephele.services.cloudtrail.TrailRecord.AdvancedSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Event data stores: they keep what they take, to be queried. */
final class EventDataStores {
  /** The kind of the timers that end what is pending deletion. */
  static final String DELETION = "cloudtrail.eventDataStoreDeletion";

  private static final Duration PENDING = Duration.ofDays(7);
  private static final int MOST = 10;
  private static final int USUAL_DAYS = 2557;
  private static final int EXTENDABLE_DAYS = 366;
  private static final String EXTENDABLE = "EXTENDABLE_RETENTION_PRICING";
  private static final List<AdvancedSelector> DEFAULT =
      List.of(
          new AdvancedSelector(
              "Default management events",
              new Conditions(
                  List.of(FieldSelector.equal(Selection.CATEGORY, List.of("Management"))))));

  private final EventDataStoreTable table;
  private final World world;

  EventDataStores(EventDataStoreTable table) {
    this.table = table;
    this.world = table.world();
  }

  CreateEventDataStoreResponse create(CreateEventDataStoreRequest in, Call call) {
    refuse(in.organizationEnabled(), in.kmsKeyId());
    String mode = in.billingMode() == null ? EXTENDABLE : in.billingMode();
    int usual = mode.equals(EXTENDABLE) ? EXTENDABLE_DAYS : USUAL_DAYS;
    long now = world.clock().millis();
    EventDataStoreRecord made =
        new EventDataStoreRecord(
            call.partition(),
            call.accountId(),
            call.region().name(),
            world.ids().uuid().toString(),
            in.name(),
            Boolean.FALSE.equals(in.startIngestion())
                ? EventDataStoreRecord.STOPPED
                : EventDataStoreRecord.ENABLED,
            selectors(in.advancedEventSelectors(), DEFAULT),
            !Boolean.FALSE.equals(in.multiRegionEnabled()),
            in.retentionPeriod() == null ? usual : in.retentionPeriod(),
            !Boolean.FALSE.equals(in.terminationProtectionEnabled()),
            mode,
            TrailTags.ofRequest(in.tagsList()),
            now,
            now);
    world
        .store()
        .write(
            transaction -> {
              List<EventDataStoreRecord> all = table.all(transaction, call);
              checkName(all, made);
              if (all.size() >= MOST) {
                throw new EventDataStoreMaxLimitExceededException(
                    "Your account has used the maximum number of event data stores.");
              }
              table.put(transaction, made);
              return null;
            });
    return fill(new CreateEventDataStoreResponse(), made).tagsList(in.tagsList());
  }

  private static void refuse(Boolean organization, String key) {
    if (Boolean.TRUE.equals(organization)) {
      throw new UnsupportedOperationException("Nephele has no organizations.");
    }
    if (key != null) {
      throw new UnsupportedOperationException(
          "Nephele does not encrypt event data stores under KMS keys of yours.");
    }
  }

  private static List<AdvancedSelector> selectors(
      List<AdvancedEventSelector> given, List<AdvancedSelector> otherwise) {
    return given == null || given.isEmpty() ? otherwise : Selectors.advanced(given);
  }

  private static void checkName(List<EventDataStoreRecord> all, EventDataStoreRecord made) {
    for (EventDataStoreRecord other : all) {
      if (other.name().equals(made.name()) && !other.id().equals(made.id())) {
        throw new EventDataStoreAlreadyExistsException(
            "An event data store with the name " + made.name() + " already exists.");
      }
    }
  }

  GetEventDataStoreResponse get(GetEventDataStoreRequest in, Call call) {
    return fill(
        new GetEventDataStoreResponse(),
        world.store().read(reader -> table.find(reader, call, in.eventDataStore())));
  }

  ListEventDataStoresResponse list(ListEventDataStoresRequest in, Call call) {
    if (in.nextToken() != null) {
      throw new InvalidNextTokenException("Invalid nextToken.");
    }
    // There are ten at most, which are a page.
    return new ListEventDataStoresResponse()
        .eventDataStores(
            world.store().read(reader -> table.all(reader, call)).stream()
                .map(each -> new EventDataStore().eventDataStoreArn(each.arn()).name(each.name()))
                .toList());
  }

  UpdateEventDataStoreResponse update(UpdateEventDataStoreRequest in, Call call) {
    refuse(in.organizationEnabled(), in.kmsKeyId());
    EventDataStoreRecord changed =
        change(
            in.eventDataStore(),
            call,
            known -> {
              if (known.status().equals(EventDataStoreRecord.PENDING_DELETION)) {
                throw inactive(known);
              }
              return new EventDataStoreRecord(
                  known.partition(),
                  known.account(),
                  known.region(),
                  known.id(),
                  in.name() == null ? known.name() : in.name(),
                  known.status(),
                  selectors(in.advancedEventSelectors(), known.selectors()),
                  in.multiRegionEnabled() == null ? known.multiRegion() : in.multiRegionEnabled(),
                  in.retentionPeriod() == null ? known.retentionDays() : in.retentionPeriod(),
                  in.terminationProtectionEnabled() == null
                      ? known.terminationProtected()
                      : in.terminationProtectionEnabled(),
                  in.billingMode() == null ? known.billingMode() : in.billingMode(),
                  known.tags(),
                  known.createdAt(),
                  world.clock().millis());
            });
    return fill(new UpdateEventDataStoreResponse(), changed);
  }

  private EventDataStoreRecord change(
      String name, Call call, UnaryOperator<EventDataStoreRecord> change) {
    return world
        .store()
        .write(
            transaction -> {
              EventDataStoreRecord changed = change.apply(table.find(transaction, call, name));
              checkName(table.all(transaction, call), changed);
              table.put(transaction, changed);
              return changed;
            });
  }

  static InactiveEventDataStoreException inactive(EventDataStoreRecord record) {
    return new InactiveEventDataStoreException(
        "The event data store is not active: " + record.arn());
  }

  StartEventDataStoreIngestionResponse start(StartEventDataStoreIngestionRequest in, Call call) {
    turn(in.eventDataStore(), call, EventDataStoreRecord.STOPPED, EventDataStoreRecord.ENABLED);
    return new StartEventDataStoreIngestionResponse();
  }

  StopEventDataStoreIngestionResponse stop(StopEventDataStoreIngestionRequest in, Call call) {
    world.trail().flush();
    turn(in.eventDataStore(), call, EventDataStoreRecord.ENABLED, EventDataStoreRecord.STOPPED);
    return new StopEventDataStoreIngestionResponse();
  }

  private void turn(String name, Call call, String from, String to) {
    change(
        name,
        call,
        known -> {
          if (!known.status().equals(from)) {
            throw new InvalidEventDataStoreStatusException(
                "The event data store has the status " + known.status() + ", not " + from + ".");
          }
          return known.withStatus(to, world.clock().millis());
        });
  }

  DeleteEventDataStoreResponse delete(DeleteEventDataStoreRequest in, Call call) {
    EventDataStoreRecord deleted =
        change(
            in.eventDataStore(),
            call,
            known -> {
              if (known.terminationProtected()) {
                throw new EventDataStoreTerminationProtectedException(
                    "The event data store cannot be deleted because termination protection is"
                        + " enabled for it.");
              }
              if (known.status().equals(EventDataStoreRecord.PENDING_DELETION)) {
                throw inactive(known);
              }
              return known.withStatus(
                  EventDataStoreRecord.PENDING_DELETION, world.clock().millis());
            });
    world
        .store()
        .write(
            transaction -> {
              world
                  .timers()
                  .schedule(
                      transaction,
                      DELETION,
                      deleted.key(),
                      world.clock().now().plus(PENDING),
                      Bytes.EMPTY);
              return null;
            });
    return new DeleteEventDataStoreResponse();
  }

  /** Ends what has been pending deletion for seven days. */
  void onDeletion(Transaction transaction, Timer timer) {
    EventDataStoreRecord record = table.get(transaction, timer.id());
    if (record != null && record.status().equals(EventDataStoreRecord.PENDING_DELETION)) {
      table.delete(transaction, record);
    }
  }

  RestoreEventDataStoreResponse restore(RestoreEventDataStoreRequest in, Call call) {
    EventDataStoreRecord restored =
        change(
            in.eventDataStore(),
            call,
            known -> {
              if (!known.status().equals(EventDataStoreRecord.PENDING_DELETION)) {
                throw new InvalidEventDataStoreStatusException(
                    "The event data store is not pending deletion: " + known.arn());
              }
              return known.withStatus(EventDataStoreRecord.ENABLED, world.clock().millis());
            });
    world
        .store()
        .write(
            transaction -> {
              world.timers().cancel(transaction, DELETION, restored.key());
              return null;
            });
    return fill(new RestoreEventDataStoreResponse(), restored);
  }

  /** Fills in what all answers about one store say. */
  private static <V extends View> V fill(V view, EventDataStoreRecord record) {
    Struct out = view.struct();
    out.set("EventDataStoreArn", record.arn());
    out.set("Name", record.name());
    out.set("Status", record.status());
    out.set(
        "AdvancedEventSelectors",
        record.selectors().stream().map(each -> Selectors.view(each).struct()).toList());
    out.set("MultiRegionEnabled", record.multiRegion());
    out.set("OrganizationEnabled", false);
    out.set("RetentionPeriod", record.retentionDays());
    out.set("TerminationProtectionEnabled", record.terminationProtected());
    out.set("CreatedTimestamp", Instant.ofEpochMilli(record.createdAt()));
    out.set("UpdatedTimestamp", Instant.ofEpochMilli(record.updatedAt()));
    out.set("BillingMode", record.billingMode());
    return view;
  }
}
