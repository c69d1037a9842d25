package io.nephele.services.xray;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A whole trace, as filter expressions see it. */
final class TraceScope implements Scope {
  private final AssembledTrace trace;
  private final OfEntity root;
  private RootCauses causes;

  TraceScope(AssembledTrace trace) {
    this.trace = trace;
    this.root = new OfEntity(trace.root(), trace);
  }

  AssembledTrace trace() {
    return trace;
  }

  @Override
  public boolean flag(String keyword) {
    return switch (keyword) {
      case "partial" -> trace.partial();
      case "inferred" -> trace.segments().stream().anyMatch(Entity::inferred);
      default -> root.flag(keyword);
    };
  }

  @Override
  public List<Double> numbers(String keyword) {
    return keyword.equals("duration") ? List.of(trace.duration()) : root.numbers(keyword);
  }

  @Override
  public List<String> texts(String keyword) {
    if (keyword.startsWith("http.")) {
      return root.texts(keyword);
    }
    List<String> values = new ArrayList<>();
    trace.each(
        entity -> {
          if (!entity.isSubsegment() || keyword.equals("message")) {
            values.addAll(Scope.texts(entity, trace.accountId(), keyword));
          }
        });
    return values;
  }

  /** The values of an annotation on any segment or subsegment: texts, numbers and booleans. */
  List<Object> annotations(String key) {
    List<Object> values = new ArrayList<>();
    trace.each(
        entity -> {
          Object value = Annotations.indexed(entity).get(key);
          if (value != null) {
            values.add(value);
          }
        });
    return values;
  }

  /** The segments of the services that are meant. */
  List<OfEntity> services(Filter.NodeId node) {
    List<OfEntity> found = new ArrayList<>();
    for (Entity segment : trace.segments()) {
      if (node.matches(segment.service(trace.accountId()))) {
        found.add(new OfEntity(segment, trace));
      }
    }
    return found;
  }

  /** The calls from one service to another. */
  List<OfEntity> edges(Filter.NodeId from, Filter.NodeId to) {
    List<OfEntity> found = new ArrayList<>();
    for (Entity segment : trace.segments()) {
      Entity caller = trace.segmentWith(segment.parentId());
      if (caller != null
          && caller != segment
          && to.matches(segment.service(trace.accountId()))
          && from.matches(caller.service(trace.accountId()))) {
        Entity call = trace.entity(segment.parentId());
        found.add(new OfEntity(call != null && call.isSubsegment() ? call : segment, trace));
      }
    }
    return found;
  }

  /** The root causes of a kind: {@code fault}, {@code error} or {@code responsetime}. */
  List<RootCauses.Cause> causes(String kind) {
    if (causes == null) {
      causes = new RootCauses(trace);
    }
    return switch (kind) {
      case "fault" -> causes.faults();
      case "error" -> causes.errors();
      default -> causes.responseTime();
    };
  }

  /** The elements of a cause: its services, its entities or its exceptions. */
  static List<OfElement> elements(RootCauses.Cause cause, String part) {
    List<OfElement> raw = new ArrayList<>();
    for (RootCauses.CausingService service : cause.services()) {
      if (part.equals("service")) {
        Entity.ServiceName name = service.service();
        raw.add(
            new OfElement(name.name(), name.type(), null, false, service.inferred(), null, 0, 0));
        continue;
      }
      for (RootCauses.CausingEntity entity : service.entities()) {
        if (part.equals("entity")) {
          raw.add(
              new OfElement(
                  entity.name(),
                  service.service().type(),
                  null,
                  entity.remote(),
                  service.inferred(),
                  entity.coverage(),
                  0,
                  0));
          continue;
        }
        for (RootCauses.ExceptionText exception : entity.exceptions()) {
          raw.add(
              new OfElement(exception.name(), null, exception.message(), false, false, null, 0, 0));
        }
      }
    }
    List<OfElement> elements = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      OfElement one = raw.get(i);
      elements.add(
          new OfElement(
              one.name(),
              one.type(),
              one.message(),
              one.remote(),
              one.inferred(),
              one.coverage(),
              i,
              raw.size()));
    }
    return elements;
  }

  /** A cause as the JSON that {@code rootcause.json} is compared with. */
  static Map<String, Object> json(RootCauses.Cause cause) {
    List<Object> services = new ArrayList<>();
    for (RootCauses.CausingService service : cause.services()) {
      List<Object> entities = new ArrayList<>();
      for (RootCauses.CausingEntity entity : service.entities()) {
        entities.add(Map.of("Name", entity.name(), "Remote", entity.remote()));
      }
      Map<String, Object> told = new java.util.HashMap<>();
      told.put("Name", service.service().name());
      told.put("Names", List.of(service.service().name()));
      told.put("Type", service.service().type());
      told.put("AccountId", service.service().accountId());
      told.put("Inferred", service.inferred());
      told.put("EntityPath", entities);
      services.add(told);
    }
    return Map.of("Services", services, "ClientImpacting", cause.clientImpacting());
  }
}
