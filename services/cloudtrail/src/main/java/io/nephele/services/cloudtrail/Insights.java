package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.GetInsightSelectorsRequest;
import io.nephele.api.cloudtrail.GetInsightSelectorsResponse;
import io.nephele.api.cloudtrail.InsightNotEnabledException;
import io.nephele.api.cloudtrail.PutInsightSelectorsRequest;
import io.nephele.api.cloudtrail.PutInsightSelectorsResponse;
import io.nephele.api.cloudtrail.UnsupportedOperationException;
import io.nephele.core.call.Call;

/** Insights, which there are none of: calls are not looked through for what is unusual. */
final class Insights {
  private final TrailStore trails;

  Insights(TrailStore trails) {
    this.trails = trails;
  }

  PutInsightSelectorsResponse put(PutInsightSelectorsRequest in, Call call) {
    if (in.eventDataStore() != null
        || in.insightSelectors() != null && !in.insightSelectors().isEmpty()) {
      throw new UnsupportedOperationException("Nephele has no CloudTrail Insights.");
    }
    TrailRecord trail = find(in.trailName(), call);
    return new PutInsightSelectorsResponse().trailARN(trail.arn());
  }

  GetInsightSelectorsResponse get(GetInsightSelectorsRequest in, Call call) {
    TrailRecord trail = find(in.trailName(), call);
    throw new InsightNotEnabledException(
        "Trail "
            + trail.arn()
            + " does not have Insights enabled. Edit the trail settings to enable Insights, and"
            + " then try the operation again.");
  }

  private TrailRecord find(String name, Call call) {
    if (name == null) {
      throw new UnsupportedOperationException("Nephele has no event data stores.");
    }
    return trails.world().store().read(reader -> trails.find(reader, call, name));
  }
}
