package io.nephele.services.kinesis;

import java.util.List;

/** Gives on-demand streams more shards when more is put into them. */
final class OnDemandScaling {
  /** Notes what was put. */
  void observe(Stream stream, List<Draft> drafts) {}
}
