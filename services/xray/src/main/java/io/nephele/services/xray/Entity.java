package io.nephele.services.xray;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A segment or subsegment of a trace that is being looked at. Used by one thread, and changed only
 * while the trace is put together.
 */
final class Entity {
  private final Map<String, Object> document;
  private final boolean subsegment;
  private final List<Entity> children = new ArrayList<>();

  private Entity(Map<String, Object> document, boolean subsegment) {
    this.document = document;
    this.subsegment = subsegment;
  }

  /** The entity of a parsed document, with the subsegments in it. */
  static Entity of(Map<?, ?> parsed, boolean subsegment) {
    Map<String, Object> document = new LinkedHashMap<>();
    parsed.forEach((name, value) -> document.put((String) name, value));
    Entity entity = new Entity(document, subsegment);
    for (Object child : Fields.list(document, "subsegments")) {
      if (child instanceof Map<?, ?> object) {
        entity.children.add(of(object, true));
      }
    }
    return entity;
  }

  /** Adds a subsegment, in place of its beginning if that is there. */
  void adopt(Entity child) {
    for (int i = 0; i < children.size(); i++) {
      if (child.id() != null && child.id().equals(children.get(i).id())) {
        if (children.get(i).inProgress()) {
          children.set(i, child);
        }
        return;
      }
    }
    children.add(child);
  }

  /** The document with all subsegments. */
  Map<String, Object> document() {
    Map<String, Object> whole = new LinkedHashMap<>(document);
    whole.remove("subsegments");
    if (!children.isEmpty()) {
      List<Object> inner = new ArrayList<>();
      for (Entity child : children) {
        inner.add(child.document());
      }
      whole.put("subsegments", inner);
    }
    return whole;
  }

  /** What was sent, for reading fields. */
  Map<String, Object> fields() {
    return document;
  }

  List<Entity> children() {
    return children;
  }

  boolean isSubsegment() {
    return subsegment;
  }

  boolean inferred() {
    return Fields.flag(document, "inferred");
  }

  String id() {
    String id = Fields.text(document, "id");
    return id == null ? null : SegmentRules.canonical(id);
  }

  String parentId() {
    String parent = Fields.text(document, "parent_id");
    return parent == null ? null : SegmentRules.canonical(parent);
  }

  /** The name as it was sent; empty if there is none. */
  String name() {
    String name = Fields.text(document, "name");
    return name == null ? "" : name;
  }

  /** In seconds since 1970. */
  double start() {
    Double start = Fields.number(document, "start_time");
    return start == null ? 0 : start;
  }

  /** In seconds since 1970; the start of what has not ended. */
  double end() {
    Double end = Fields.number(document, "end_time");
    return end == null ? start() : end;
  }

  double duration() {
    return Math.max(0, end() - start());
  }

  boolean inProgress() {
    return Fields.number(document, "end_time") == null;
  }

  /** The status of the response, or null. */
  Integer status() {
    Double status = Fields.number(document, "http", "response", "status");
    return status == null ? null : status.intValue();
  }

  boolean fault() {
    Integer status = status();
    return Fields.flag(document, "fault") || status != null && status / 100 == 5;
  }

  boolean throttle() {
    Integer status = status();
    return Fields.flag(document, "throttle") || status != null && status == 429;
  }

  boolean error() {
    Integer status = status();
    return Fields.flag(document, "error") || status != null && status / 100 == 4;
  }

  boolean ok() {
    return !fault() && !error() && !throttle();
  }

  /** Whether it is a call to a service that does not run here. */
  boolean remote() {
    String namespace = Fields.text(document, "namespace");
    return "aws".equals(namespace) || "remote".equals(namespace);
  }

  /** The service that a segment is of. */
  ServiceName service(String accountId) {
    String name = name();
    List<?> resources = Fields.list(document, "aws", "resource_names");
    if (inferred() && !resources.isEmpty() && resources.getFirst() instanceof String resource) {
      name = resource;
    }
    String account = Fields.text(document, "aws", "account_id");
    return new ServiceName(
        name, Fields.text(document, "origin"), account == null ? accountId : account);
  }

  /**
   * A node of the service graph.
   *
   * @param type the origin of its segments, or null
   */
  record ServiceName(String name, String type, String accountId) {}
}
