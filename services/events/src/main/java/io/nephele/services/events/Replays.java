package io.nephele.services.events;

import io.nephele.api.events.CancelReplayRequest;
import io.nephele.api.events.CancelReplayResponse;
import io.nephele.api.events.DescribeReplayRequest;
import io.nephele.api.events.DescribeReplayResponse;
import io.nephele.api.events.IllegalStatusException;
import io.nephele.api.events.ListReplaysRequest;
import io.nephele.api.events.ListReplaysResponse;
import io.nephele.api.events.ReplayDestination;
import io.nephele.api.events.StartReplayRequest;
import io.nephele.api.events.StartReplayResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sends archived events to their bus again. */
final class Replays {
  static final String TIMER = "events.replays";
  private static final int AT_ONCE = 100;
  private static final String STARTING = "STARTING";
  private static final String RUNNING = "RUNNING";
  private static final String COMPLETED = "COMPLETED";
  private static final String CANCELLED = "CANCELLED";

  private final EventsWorld events;
  private final Archives archives;
  private final Routing routing;
  private final Table<Replay> replays = Table.of("events.replays", Replay.class);

  Replays(EventsWorld events, Archives archives, Routing routing) {
    this.events = events;
    this.archives = archives;
    this.routing = routing;
  }

  /**
   * A replay.
   *
   * @param ruleArns the rules that get its events; all if empty
   * @param from the first event's time, in milliseconds
   * @param to the time that is not replayed any more
   * @param lastEventAt the time of the event that was replayed last; 0 if none was
   * @param endedAt 0 while it goes on
   */
  record Replay(
      Archive archive,
      String name,
      String description,
      List<String> ruleArns,
      long from,
      long to,
      String state,
      long startedAt,
      long lastEventAt,
      long endedAt) {
    Key key() {
      return Key.of(archive.accountId()).with(archive.region()).with(name);
    }

    String arn() {
      return "arn:"
          + Regions.find(archive.region()).partition().id()
          + ":events:"
          + archive.region()
          + ":"
          + archive.accountId()
          + ":replay/"
          + name;
    }

    Replay in(String changed, long lastAt, long ended) {
      return new Replay(
          archive, name, description, ruleArns, from, to, changed, startedAt, lastAt, ended);
    }
  }

  StartReplayResponse start(StartReplayRequest in, Call call) {
    Arn source = Arn.parse(in.eventSourceArn());
    if (source == null || !source.resource().startsWith("archive/")) {
      throw EventsErrors.validation(
          "Parameter EventSourceArn is not valid. Reason: Must contain an archive ARN.");
    }
    if (!in.eventStartTime().isBefore(in.eventEndTime())) {
      throw EventsErrors.validation(
          "Parameter EventEndTime is not valid. Reason: EventStartTime must be before"
              + " EventEndTime.");
    }
    Replay replay =
        events.write(
            transaction -> {
              Archive archive =
                  archives.require(
                      transaction, source.resource().substring("archive/".length()), call);
              if (!archive.sourceArn().equals(in.destination().arn())) {
                throw EventsErrors.validation(
                    "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not"
                        + " permitted.");
              }
              Replay made =
                  new Replay(
                      archive,
                      in.replayName(),
                      in.description(),
                      in.destination().filterArns() == null
                          ? List.of()
                          : in.destination().filterArns(),
                      in.eventStartTime().toEpochMilli(),
                      in.eventEndTime().toEpochMilli(),
                      STARTING,
                      events.now(),
                      0,
                      0);
              if (replays.contains(transaction, made.key())) {
                throw EventsErrors.exists("Replay", made.name());
              }
              replays.put(transaction, made.key(), made);
              events
                  .world()
                  .timers()
                  .schedule(
                      transaction, TIMER, made.key(), events.world().clock().now(), Bytes.EMPTY);
              return made;
            });
    return new StartReplayResponse()
        .replayArn(replay.arn())
        .state(replay.state())
        .replayStartTime(Instant.ofEpochMilli(replay.startedAt()));
  }

  /** Sends all events of a replay. */
  void run(Timer timer) {
    Replay replay = turn(timer.id(), RUNNING, 0);
    Key after = null;
    while (replay != null) {
      List<Table.Row<Event>> rows =
          archives.next(replay.archive(), replay.from(), replay.to(), after, AT_ONCE);
      if (rows.isEmpty()) {
        turn(timer.id(), COMPLETED, replay.lastEventAt());
        return;
      }
      Archive archive = replay.archive();
      EventsWorld.BusName bus =
          new EventsWorld.BusName(archive.accountId(), archive.region(), archive.bus());
      for (Table.Row<Event> row : rows) {
        routing.replay(bus, row.value().replayed(replay.name()), replay.ruleArns());
      }
      after = rows.getLast().key();
      replay = turn(timer.id(), RUNNING, rows.getLast().value().time().toEpochMilli());
    }
  }

  /** Puts a replay that goes on into a state; null if it does not go on. */
  private Replay turn(Key key, String state, long lastEventAt) {
    return events.write(
        transaction -> {
          Replay replay = replays.get(transaction, key);
          if (replay == null
              || !replay.state().equals(STARTING) && !replay.state().equals(RUNNING)) {
            return null;
          }
          Replay turned = replay.in(state, lastEventAt, state.equals(COMPLETED) ? events.now() : 0);
          replays.put(transaction, key, turned);
          return turned;
        });
  }

  private Replay require(Reader reader, String name, Call call) {
    Replay replay =
        replays.get(reader, Key.of(call.accountId()).with(call.region().name()).with(name));
    if (replay == null) {
      throw EventsErrors.missing("Replay", name);
    }
    return replay;
  }

  CancelReplayResponse cancel(CancelReplayRequest in, Call call) {
    Replay cancelled =
        events.write(
            transaction -> {
              Replay replay = require(transaction, in.replayName(), call);
              if (!replay.state().equals(STARTING) && !replay.state().equals(RUNNING)) {
                throw new IllegalStatusException(
                    "Replay " + replay.name() + " is not in a valid state for this operation.");
              }
              Replay turned = replay.in(CANCELLED, replay.lastEventAt(), events.now());
              replays.put(transaction, replay.key(), turned);
              return turned;
            });
    return new CancelReplayResponse().replayArn(cancelled.arn()).state(cancelled.state());
  }

  DescribeReplayResponse describe(DescribeReplayRequest in, Call call) {
    Replay replay = events.read(reader -> require(reader, in.replayName(), call));
    return new DescribeReplayResponse()
        .replayName(replay.name())
        .replayArn(replay.arn())
        .description(replay.description())
        .state(replay.state())
        .eventSourceArn(replay.archive().arn())
        .destination(
            new ReplayDestination()
                .arn(replay.archive().sourceArn())
                .filterArns(replay.ruleArns().isEmpty() ? null : replay.ruleArns()))
        .eventStartTime(Instant.ofEpochMilli(replay.from()))
        .eventEndTime(Instant.ofEpochMilli(replay.to()))
        .eventLastReplayedTime(time(replay.lastEventAt()))
        .replayStartTime(Instant.ofEpochMilli(replay.startedAt()))
        .replayEndTime(time(replay.endedAt()));
  }

  private static Instant time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  ListReplaysResponse list(ListReplaysRequest in, Call call) {
    List<Replay> all =
        events.read(
            reader -> {
              List<Replay> found = new ArrayList<>();
              for (Table.Row<Replay> row :
                  replays.scan(reader, Key.of(call.accountId()).with(call.region().name()))) {
                Replay replay = row.value();
                if ((in.namePrefix() == null || replay.name().startsWith(in.namePrefix()))
                    && (in.state() == null || in.state().equals(replay.state()))
                    && (in.eventSourceArn() == null
                        || in.eventSourceArn().equals(replay.archive().arn()))) {
                  found.add(replay);
                }
              }
              return found;
            });
    Pages<Replay> pages = Pages.of(all, Replay::name, in.nextToken(), in.limit());
    return new ListReplaysResponse()
        .replays(
            pages.map(
                replay ->
                    new io.nephele.api.events.Replay()
                        .replayName(replay.name())
                        .eventSourceArn(replay.archive().arn())
                        .state(replay.state())
                        .eventStartTime(Instant.ofEpochMilli(replay.from()))
                        .eventEndTime(Instant.ofEpochMilli(replay.to()))
                        .eventLastReplayedTime(time(replay.lastEventAt()))
                        .replayStartTime(Instant.ofEpochMilli(replay.startedAt()))
                        .replayEndTime(time(replay.endedAt()))))
        .nextToken(pages.nextToken());
  }
}
