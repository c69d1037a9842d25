package io.nephele.services.s3.listing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** What listings are, said so simply that it can be seen to be right: everything, in order. */
final class ListingModel {
  /** A version or a delete marker; its id is null where it is of a bucket without versions. */
  record Version(String id, boolean marker) {}

  /** A line of a listing: {@code id} is null of common prefixes. */
  record Line(String key, String id, boolean marker, boolean latest) {}

  static final Comparator<String> ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /** The versions of each key, the newest first. */
  private final TreeMap<String, List<Version>> keys = new TreeMap<>(ORDER);

  /** There is at most one version without an id of its own. */
  void add(String key, Version version) {
    List<Version> versions = keys.computeIfAbsent(key, k -> new ArrayList<>());
    versions.removeIf(old -> old.id().equals("null") && version.id().equals("null"));
    versions.addFirst(version);
  }

  void replace(String key, Version version) {
    keys.put(key, new ArrayList<>(List.of(version)));
  }

  void removeNewest(String key) {
    keys.get(key).removeFirst();
    if (keys.get(key).isEmpty()) {
      keys.remove(key);
    }
  }

  /** The id of a key's newest version, or null. */
  String newest(String key) {
    List<Version> versions = keys.get(key);
    return versions == null ? null : versions.getFirst().id();
  }

  /** The current objects. */
  List<Line> objects(String prefix, String delimiter, String after) {
    List<Line> lines = new ArrayList<>();
    for (Line line : versions(prefix, delimiter, after, true)) {
      if ((line.latest && !line.marker) || line.id == null) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** All versions and markers. */
  List<Line> versions(String prefix, String delimiter, String after) {
    return versions(prefix, delimiter, after, false);
  }

  private List<Line> versions(String prefix, String delimiter, String after, boolean currentOnly) {
    List<Line> lines = new ArrayList<>();
    String lastPrefix = null;
    for (var entry : keys.entrySet()) {
      String key = entry.getKey();
      boolean hidden = currentOnly && entry.getValue().getFirst().marker();
      if (hidden || !key.startsWith(prefix) || ORDER.compare(key, after) <= 0) {
        continue;
      }
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      if (end >= 0) {
        String common = key.substring(0, end + delimiter.length());
        if (!common.equals(lastPrefix) && !common.equals(after)) {
          lines.add(new Line(common, null, false, false));
        }
        lastPrefix = common;
        continue;
      }
      boolean latest = true;
      for (Version version : entry.getValue()) {
        lines.add(new Line(key, version.id(), version.marker(), latest));
        latest = false;
      }
    }
    return lines;
  }
}
