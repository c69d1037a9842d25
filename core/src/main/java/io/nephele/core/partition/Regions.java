package io.nephele.core.partition;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All regions of all partitions. */
public final class Regions {
  private static final Map<String, Region> ALL = read();

  private Regions() {}

  /** The region of that name, or null. */
  public static Region find(String name) {
    return ALL.get(name);
  }

  /** All regions. */
  public static Collection<Region> all() {
    return ALL.values();
  }

  /** The regions of a partition. */
  public static List<Region> of(Partition partition) {
    return ALL.values().stream().filter(region -> region.partition().equals(partition)).toList();
  }

  private static Map<String, Region> read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Regions.class.getResourceAsStream("regions.tsv"), StandardCharsets.UTF_8))) {
      reader.readLine();
      Map<String, Region> regions = new LinkedHashMap<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] columns = line.split("\t", -1);
        regions.put(
            columns[0],
            new Region(
                columns[0],
                Partition.of(columns[1]),
                zones(columns[0], columns[2], columns[3]),
                Boolean.parseBoolean(columns[4])));
      }
      return Collections.unmodifiableMap(regions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<AvailabilityZone> zones(String region, String letters, String idPrefix) {
    List<AvailabilityZone> zones = new ArrayList<>(letters.length());
    for (int i = 0; i < letters.length(); i++) {
      zones.add(new AvailabilityZone(region + letters.charAt(i), idPrefix + "-az" + (i + 1)));
    }
    return List.copyOf(zones);
  }
}
