package io.nephele.services.xray;

import io.nephele.api.xray.Edge;
import io.nephele.api.xray.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Services and the calls between them, as traces show them. Used by one thread. */
final class ServiceGraph {
  private static final String CLIENT = "client";

  private final Map<Entity.ServiceName, Node> nodes = new LinkedHashMap<>();

  private static final class Node {
    private final int reference;
    private final CallStatistics statistics = new CallStatistics();
    private final Map<Entity.ServiceName, CallStatistics> edges = new LinkedHashMap<>();
    private boolean root;
    private boolean told;

    Node(int reference) {
      this.reference = reference;
    }
  }

  /** Adds the segments of a trace that are wanted. */
  void add(AssembledTrace trace, Predicate<Entity> wanted) {
    for (Entity segment : trace.segments()) {
      if (!wanted.test(segment)) {
        continue;
      }
      Entity.ServiceName name = segment.service(trace.accountId());
      Node node = node(name);
      node.statistics.add(segment);
      node.told |= !segment.inferred();
      Entity caller = trace.segmentWith(segment.parentId());
      if (caller != null && caller != segment) {
        edge(caller.service(trace.accountId()), name, call(trace, segment));
      } else if (segment.parentId() == null && !segment.inferred()) {
        node.root = true;
        Entity.ServiceName client = new Entity.ServiceName(name.name(), CLIENT, name.accountId());
        node(client).statistics.add(segment);
        edge(client, name, segment);
      }
    }
  }

  /** What the caller saw of a call: its subsegment, or the segment where there is none. */
  static Entity call(AssembledTrace trace, Entity segment) {
    Entity call = trace.entity(segment.parentId());
    return call != null && call.isSubsegment() ? call : segment;
  }

  private void edge(Entity.ServiceName from, Entity.ServiceName to, Entity call) {
    node(from).edges.computeIfAbsent(to, name -> new CallStatistics()).add(call);
  }

  private Node node(Entity.ServiceName name) {
    return nodes.computeIfAbsent(name, key -> new Node(nodes.size()));
  }

  List<Service> tell() {
    List<Service> services = new ArrayList<>();
    nodes.forEach(
        (name, node) -> {
          List<Edge> edges = new ArrayList<>();
          node.edges.forEach((to, statistics) -> edges.add(edge(nodes.get(to), statistics)));
          Service service =
              new Service()
                  .referenceId(node.reference)
                  .name(name.name())
                  .names(List.of(name.name()))
                  .root(node.root ? true : null)
                  .accountId(name.accountId())
                  .type(name.type())
                  .state(node.told ? "active" : "unknown")
                  .edges(edges);
          if (!CLIENT.equals(name.type())) {
            service
                .summaryStatistics(node.statistics.service())
                .durationHistogram(node.statistics.histogram())
                .responseTimeHistogram(node.statistics.histogram());
          }
          if (node.statistics.end() > 0) {
            service
                .startTime(SummaryView.instant(node.statistics.start()))
                .endTime(SummaryView.instant(node.statistics.end()));
          }
          services.add(service);
        });
    return services;
  }

  private static Edge edge(Node to, CallStatistics statistics) {
    return new Edge()
        .referenceId(to.reference)
        .startTime(SummaryView.instant(statistics.start()))
        .endTime(SummaryView.instant(statistics.end()))
        .summaryStatistics(statistics.edge())
        .responseTimeHistogram(statistics.histogram())
        .aliases(List.of());
  }
}
