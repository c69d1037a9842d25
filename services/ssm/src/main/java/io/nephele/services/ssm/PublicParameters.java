package io.nephele.services.ssm;

import io.nephele.core.partition.AvailabilityZone;
import io.nephele.core.partition.Partition;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.Models;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The parameters of AWS itself that tell of its regions, availability zones and services, as far as
 * the project knows these.
 */
final class PublicParameters {
  /** What the names of AWS's own parameters begin with. */
  static final String PREFIX = "/aws/service/";

  private static final String ROOT = PREFIX + "global-infrastructure/";

  private volatile NavigableMap<String, String> known;
  private volatile Partition of;

  /** The values by names, in a partition. */
  NavigableMap<String, String> all(Partition partition) {
    NavigableMap<String, String> found = known;
    if (found == null || !partition.equals(of)) {
      found = make(partition);
      known = found;
      of = partition;
    }
    return found;
  }

  private static NavigableMap<String, String> make(Partition partition) {
    NavigableMap<String, String> all = new TreeMap<>();
    for (Region region : Regions.of(partition)) {
      String at = ROOT + "regions/" + region.name();
      all.put(at, region.name());
      all.put(at + "/domain", partition.dnsSuffix());
      all.put(at + "/partition", partition.id());
      for (AvailabilityZone zone : region.zones()) {
        String zoneAt = ROOT + "availability-zones/" + zone.id();
        all.put(zoneAt, zone.id());
        all.put(zoneAt + "/parentRegion", region.name());
      }
    }
    for (String service : Models.bundled().entries().keySet()) {
      all.put(ROOT + "services/" + service, service);
    }
    return all;
  }
}
