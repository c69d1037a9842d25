package io.nephele.wire.route;

import io.nephele.model.Models;
import io.nephele.model.Protocol;
import io.nephele.model.ServiceEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The services by the names under which requests ask for them. */
final class ServiceIndex {
  /**
   * Services that share a signing name with others, and get the requests that fit several: RDS's
   * API is Neptune's and DocumentDB's too.
   */
  private static final List<String> FIRST = List.of("rds", "s3");

  private static final Map<String, String> OTHER_SIGNING_NAMES =
      Map.of(
          "s3express",
          "s3",
          "s3-object-lambda",
          "s3",
          "s3-outposts",
          "s3",
          "elb",
          "elasticloadbalancing");

  /** A service found by a host name, and the labels that stood before the service's own. */
  record HostMatch(List<ServiceEntry> services, List<String> prefix) {}

  private final Map<String, List<ServiceEntry>> bySigningName = new HashMap<>();
  private final Map<String, List<ServiceEntry>> byEndpointPrefix = new HashMap<>();
  private final Map<String, List<ServiceEntry>> byShapeName = new HashMap<>();
  private final Map<String, List<ServiceEntry>> queryByVersion = new HashMap<>();

  ServiceIndex(Models models) {
    for (ServiceEntry entry : models.entries().values()) {
      add(bySigningName, entry.signingName(), entry);
      add(byEndpointPrefix, entry.endpointPrefix(), entry);
      add(byShapeName, entry.shapeName(), entry);
      if (query(entry) != null) {
        add(queryByVersion, entry.version(), entry);
      }
    }
  }

  List<ServiceEntry> signedAs(String signingName) {
    List<ServiceEntry> found = bySigningName.get(signingName);
    if (found == null && OTHER_SIGNING_NAMES.containsKey(signingName)) {
      found = bySigningName.get(OTHER_SIGNING_NAMES.get(signingName));
    }
    return found == null ? List.of() : found;
  }

  List<ServiceEntry> shapedAs(String shapeName) {
    return byShapeName.getOrDefault(shapeName, List.of());
  }

  List<ServiceEntry> queryOfVersion(String version) {
    return queryByVersion.getOrDefault(version, List.of());
  }

  /**
   * The services whose endpoint prefix ends the labels, the longest first; null if there are none.
   */
  HostMatch at(HostName host) {
    List<String> labels = host.labels();
    for (int start = Math.max(0, labels.size() - 3); start < labels.size(); start++) {
      List<ServiceEntry> found =
          byEndpointPrefix.get(String.join(".", labels.subList(start, labels.size())));
      if (found != null) {
        return new HostMatch(found, labels.subList(0, start));
      }
    }
    return null;
  }

  static Protocol query(ServiceEntry entry) {
    return first(entry, Protocol.AWS_QUERY, Protocol.EC2_QUERY);
  }

  static Protocol json(ServiceEntry entry) {
    return first(entry, Protocol.AWS_JSON_1_0, Protocol.AWS_JSON_1_1);
  }

  static Protocol rest(ServiceEntry entry) {
    return first(entry, Protocol.REST_JSON_1, Protocol.REST_XML);
  }

  private static Protocol first(ServiceEntry entry, Protocol one, Protocol other) {
    for (Protocol protocol : entry.protocols()) {
      if (protocol == one || protocol == other) {
        return protocol;
      }
    }
    return null;
  }

  private static void add(Map<String, List<ServiceEntry>> index, String key, ServiceEntry entry) {
    List<ServiceEntry> entries = index.computeIfAbsent(key, name -> new ArrayList<>(2));
    if (FIRST.contains(entry.name())) {
      entries.addFirst(entry);
    } else {
      entries.add(entry);
    }
  }
}
