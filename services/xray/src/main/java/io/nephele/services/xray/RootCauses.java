package io.nephele.services.xray;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds where faults, errors and slowness come from: the paths from the first entity that shows
 * them down to the last.
 */
final class RootCauses {
  private static final int MOST_CAUSES = 25;
  private static final int MOST_STEPS = 200;

  /** How much of the response time an entity has to take to be the cause of it. */
  private static final double MAJORITY = 0.5;

  private final AssembledTrace trace;
  private final Map<String, List<Entity>> calledBy = new HashMap<>();

  RootCauses(AssembledTrace trace) {
    this.trace = trace;
    for (Entity segment : trace.segments()) {
      if (!segment.isSubsegment() && segment.parentId() != null) {
        calledBy.computeIfAbsent(segment.parentId(), id -> new ArrayList<>()).add(segment);
      }
    }
  }

  /**
   * A cause.
   *
   * @param services from the first to the one where it lies
   * @param clientImpacting whether the trace's client saw it
   */
  record Cause(List<CausingService> services, boolean clientImpacting) {}

  /** A service on the way to a cause. */
  record CausingService(
      Entity.ServiceName service, boolean inferred, List<CausingEntity> entities) {}

  /**
   * A segment or subsegment on the way to a cause.
   *
   * @param coverage the share of the root's response time
   */
  record CausingEntity(
      String name, List<ExceptionText> exceptions, boolean remote, double coverage) {}

  /** An exception that a program told. */
  record ExceptionText(String name, String message) {}

  List<Cause> faults() {
    return of(Entity::fault);
  }

  List<Cause> errors() {
    return of(entity -> entity.error() || entity.throttle());
  }

  private List<Cause> of(Predicate<Entity> shows) {
    List<Cause> causes = new ArrayList<>();
    Set<Entity> seen = new HashSet<>();
    Entity root = trace.root();
    for (Entity segment : trace.segments()) {
      Entity caller = trace.segmentWith(segment.parentId());
      if (shows.test(segment) && (caller == null || !shows.test(caller))) {
        follow(segment, shows, new ArrayList<>(), seen, causes, segment == root);
      }
    }
    return causes;
  }

  private void follow(
      Entity entity,
      Predicate<Entity> shows,
      List<Entity> before,
      Set<Entity> seen,
      List<Cause> causes,
      boolean clientImpacting) {
    if (!seen.add(entity) || before.size() >= MOST_STEPS || causes.size() >= MOST_CAUSES) {
      return;
    }
    List<Entity> path = new ArrayList<>(before);
    path.add(entity);
    boolean deeper = false;
    for (Entity next : next(entity)) {
      if (shows.test(next)) {
        deeper = true;
        follow(next, shows, path, seen, causes, clientImpacting);
      }
    }
    if (!deeper && causes.size() < MOST_CAUSES) {
      causes.add(cause(path, clientImpacting));
    }
  }

  private List<Entity> next(Entity entity) {
    List<Entity> next = new ArrayList<>(entity.children());
    next.addAll(calledBy.getOrDefault(entity.id() == null ? "" : entity.id(), List.of()));
    return next;
  }

  /** The way along the slowest entities, as long as each takes most of the response time. */
  List<Cause> responseTime() {
    Entity at = trace.root();
    double whole = at.duration();
    if (whole <= 0) {
      return List.of();
    }
    List<Entity> path = new ArrayList<>();
    Set<Entity> seen = new HashSet<>();
    while (at != null && seen.add(at) && path.size() < MOST_STEPS) {
      path.add(at);
      Entity slowest = null;
      for (Entity next : next(at)) {
        if (next.duration() >= MAJORITY * whole
            && (slowest == null || next.duration() > slowest.duration())) {
          slowest = next;
        }
      }
      at = slowest;
    }
    return List.of(cause(path, true));
  }

  private Cause cause(List<Entity> path, boolean clientImpacting) {
    List<CausingService> services = new ArrayList<>();
    double whole = trace.root().duration();
    List<CausingEntity> entities = null;
    for (Entity entity : path) {
      if (entities == null || !entity.isSubsegment()) {
        entities = new ArrayList<>();
        services.add(
            new CausingService(entity.service(trace.accountId()), entity.inferred(), entities));
      }
      double coverage = whole <= 0 ? 0 : Math.min(1, entity.duration() / whole);
      entities.add(
          new CausingEntity(
              entity.name(),
              exceptions(entity),
              entity.remote(),
              AssembledTrace.seconds(coverage)));
    }
    return new Cause(services, clientImpacting);
  }

  private static List<ExceptionText> exceptions(Entity entity) {
    List<ExceptionText> exceptions = new ArrayList<>();
    for (Object exception : Fields.list(entity.fields(), "cause", "exceptions")) {
      exceptions.add(
          new ExceptionText(Fields.text(exception, "type"), Fields.text(exception, "message")));
    }
    return exceptions;
  }
}
