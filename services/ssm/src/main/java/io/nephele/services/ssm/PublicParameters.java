package io.nephele.services.ssm;

import io.nephele.core.partition.AvailabilityZone;
import io.nephele.core.partition.Partition;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.Models;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parameters of AWS itself: what tells of its regions, availability zones and services, as far
 * as the project knows these, and of public machine images.
 */
final class PublicParameters {
  /** What the names of AWS's own parameters begin with. */
  static final String PREFIX = "/aws/service/";

  /** The data type of ids of images. */
  static final String IMAGE = "aws:ec2:image";

  private static final String ROOT = PREFIX + "global-infrastructure/";

  private final Map<String, NavigableMap<String, Value>> known = new ConcurrentHashMap<>();

  /** What a public parameter is. */
  record Value(String text, String dataType) {
    static Value text(String text) {
      return new Value(text, "text");
    }
  }

  /** Those of a region, by their names. */
  NavigableMap<String, Value> all(Region region) {
    return known.computeIfAbsent(region.name(), name -> make(region));
  }

  private static NavigableMap<String, Value> make(Region in) {
    Partition partition = in.partition();
    NavigableMap<String, Value> all = new TreeMap<>();
    for (Region region : Regions.of(partition)) {
      String at = ROOT + "regions/" + region.name();
      all.put(at, Value.text(region.name()));
      all.put(at + "/domain", Value.text(partition.dnsSuffix()));
      all.put(at + "/partition", Value.text(partition.id()));
      for (AvailabilityZone zone : region.zones()) {
        String zoneAt = ROOT + "availability-zones/" + zone.id();
        all.put(zoneAt, Value.text(zone.id()));
        all.put(zoneAt + "/parentRegion", Value.text(region.name()));
      }
    }
    for (String[] region : PublicTables.read("region-names.tsv")) {
      String at = ROOT + "regions/" + region[0];
      if (all.containsKey(at)) {
        all.put(at + "/longName", Value.text(region[1]));
        all.put(at + "/geolocationCountry", Value.text(region[2]));
      }
    }
    for (String service : Models.bundled().entries().keySet()) {
      all.put(ROOT + "services/" + service, Value.text(service));
    }
    ImageParameters.addTo(all, in.name());
    return all;
  }
}
