package io.nephele.services.xray;

import io.nephele.core.json.JsonText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A trace put together: subsegments that came alone lie in their segments. */
final class AssembledTrace {
  /** How large the documents of a trace may be together; what comes beyond is left out. */
  static final int MOST_CHARACTERS = 500 * 1024;

  private static final int MOST_DEPTH = 100;

  private final String id;
  private final String accountId;
  private final List<Entity> segments = new ArrayList<>();
  private final Map<String, Entity> byId = new HashMap<>();

  /** The segment in which each entity lies. */
  private final Map<Entity, Entity> segmentOf = new HashMap<>();

  private boolean limitExceeded;
  private int revision;

  private AssembledTrace(String id, String accountId) {
    this.id = id;
    this.accountId = accountId;
  }

  private record Placed(Entity entity, int depth) {}

  /**
   * The trace of what was sent, or null if nothing was.
   *
   * @param accountId whose trace it is
   */
  static AssembledTrace of(String id, String accountId, List<StoredSegment> stored) {
    if (stored.isEmpty()) {
      return null;
    }
    AssembledTrace trace = new AssembledTrace(id, accountId);
    Map<String, List<Entity>> loose = new LinkedHashMap<>();
    Set<String> looseIds = new HashSet<>();
    long characters = 0;
    for (StoredSegment one : stored) {
      characters += one.document().length();
      if (characters > MOST_CHARACTERS) {
        trace.limitExceeded = true;
        break;
      }
      trace.revision += one.revision();
      Entity entity = Entity.of(Fields.object(JsonText.parse(one.document())), one.subsegment());
      if (one.subsegment()) {
        loose.computeIfAbsent(entity.parentId(), parent -> new ArrayList<>()).add(entity);
        looseIds.add(entity.id());
      } else {
        trace.segments.add(entity);
      }
    }
    for (Entity segment : List.copyOf(trace.segments)) {
      trace.complete(segment, loose);
    }
    for (String parent : List.copyOf(loose.keySet())) {
      if (!looseIds.contains(parent)) {
        trace.addTop(loose.remove(parent), loose);
      }
    }
    for (String parent : List.copyOf(loose.keySet())) {
      List<Entity> rest = loose.remove(parent);
      if (rest != null) {
        trace.addTop(rest, loose);
      }
    }
    trace.segments.sort(Comparator.comparingDouble(Entity::start));
    trace.infer();
    return trace;
  }

  private void addTop(List<Entity> entities, Map<String, List<Entity>> loose) {
    for (Entity entity : entities) {
      segments.add(entity);
      complete(entity, loose);
    }
  }

  /** Puts subsegments that came alone where they belong beneath a segment. */
  private void complete(Entity segment, Map<String, List<Entity>> loose) {
    Deque<Placed> open = new ArrayDeque<>();
    open.add(new Placed(segment, 0));
    while (!open.isEmpty()) {
      Placed placed = open.poll();
      Entity entity = placed.entity();
      if (entity.id() != null) {
        byId.putIfAbsent(entity.id(), entity);
        segmentOf.put(entity, segment);
        List<Entity> children = placed.depth() < MOST_DEPTH ? loose.remove(entity.id()) : null;
        for (Entity child : children == null ? List.<Entity>of() : children) {
          entity.adopt(child);
        }
      }
      for (Entity child : entity.children()) {
        open.add(new Placed(child, placed.depth() + 1));
      }
    }
  }

  private void infer() {
    Set<String> called = new HashSet<>();
    for (Entity segment : segments) {
      if (!segment.isSubsegment() && segment.parentId() != null) {
        called.add(segment.parentId());
      }
    }
    List<Entity> inferred = new ArrayList<>();
    each(
        entity -> {
          String call = entity.id();
          if (entity.isSubsegment()
              && entity.remote()
              && call != null
              && SegmentRules.isId(call)
              && !called.contains(call)) {
            inferred.add(InferredSegments.behind(entity, id));
          }
        });
    for (Entity segment : inferred) {
      segments.add(segment);
      byId.put(segment.id(), segment);
      segmentOf.put(segment, segment);
    }
  }

  String id() {
    return id;
  }

  String accountId() {
    return accountId;
  }

  /** All segments by their start, then those that were inferred. */
  List<Entity> segments() {
    return segments;
  }

  /** The segment in which the entity of that id lies, or null. */
  Entity segmentWith(String entityId) {
    Entity entity = entityId == null ? null : byId.get(entityId);
    return entity == null ? null : segmentOf.get(entity);
  }

  /** The segment or subsegment of that id, or null. */
  Entity entity(String entityId) {
    return entityId == null ? null : byId.get(entityId);
  }

  boolean limitExceeded() {
    return limitExceeded;
  }

  int revision() {
    return revision;
  }

  /** The segment that the trace begins with; the first one where no segment has no parent. */
  Entity root() {
    Entity first = null;
    for (Entity segment : segments) {
      if (segment.parentId() == null && !segment.isSubsegment()) {
        return segment;
      }
      if (first == null && segmentWith(segment.parentId()) == null) {
        first = segment;
      }
    }
    return first == null ? segments.getFirst() : first;
  }

  /** When the first segment began, in seconds since 1970. */
  double start() {
    return segments.getFirst().start();
  }

  /** From the beginning of the first segment to the end of the last, in seconds. */
  double duration() {
    double end = start();
    for (Entity segment : segments) {
      end = Math.max(end, segment.end());
    }
    return seconds(end - start());
  }

  /** Whether a segment has not ended. */
  boolean partial() {
    for (Entity segment : segments) {
      if (segment.inProgress() && !segment.inferred()) {
        return true;
      }
    }
    return false;
  }

  /** Shows every segment and subsegment. */
  void each(Consumer<Entity> visitor) {
    for (Entity segment : List.copyOf(segments)) {
      each(segment, visitor);
    }
  }

  /** Shows an entity and all beneath it. */
  static void each(Entity top, Consumer<Entity> visitor) {
    Deque<Entity> open = new ArrayDeque<>();
    open.add(top);
    while (!open.isEmpty()) {
      Entity entity = open.poll();
      visitor.accept(entity);
      open.addAll(entity.children());
    }
  }

  /** Seconds to the millisecond. */
  static double seconds(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
