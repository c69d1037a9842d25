package io.nephele.services.cloudtrail;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import java.util.Map;

/** What authorisation asks of trails: their tags. */
final class ProtectedTrails implements ProtectedResources {
  private final TrailStore trails;

  ProtectedTrails(TrailStore trails) {
    this.trails = trails;
  }

  @Override
  public Map<String, String> tags(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.resource().startsWith("trail/")) {
      return Map.of();
    }
    Key key =
        Key.of(arn.account()).with(arn.region()).with(arn.resource().substring("trail/".length()));
    TrailRecord trail = trails.world().store().read(reader -> trails.get(reader, key));
    return trail == null ? Map.of() : trail.tags();
  }
}
