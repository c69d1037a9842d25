package io.nephele.services.xray;

import io.nephele.api.xray.BatchGetTracesRequest;
import io.nephele.api.xray.BatchGetTracesResult;
import io.nephele.api.xray.PutTraceSegmentsRequest;
import io.nephele.api.xray.PutTraceSegmentsResult;
import io.nephele.api.xray.Segment;
import io.nephele.api.xray.Trace;
import io.nephele.api.xray.UnprocessedTraceSegment;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.List;

/** Takes segments, and gives back whole traces. */
final class Segments {
  private static final int MOST_DOCUMENTS = 50;
  private static final int MOST_TRACES = 5;

  private final World world;
  private final TraceTables tables;
  private final TraceKeys keys;

  Segments(World world, TraceTables tables, TraceKeys keys) {
    this.world = world;
    this.tables = tables;
    this.keys = keys;
  }

  PutTraceSegmentsResult put(PutTraceSegmentsRequest in, Call call) {
    List<String> documents = in.traceSegmentDocuments();
    if (documents.size() > MOST_DOCUMENTS) {
      throw XRayErrors.invalid(
          "The number of trace segment documents must not exceed " + MOST_DOCUMENTS + ".");
    }
    List<SegmentRules.Accepted> accepted = new ArrayList<>();
    List<UnprocessedTraceSegment> refused = new ArrayList<>();
    for (String document : documents) {
      try {
        accepted.add(SegmentRules.check(document));
      } catch (SegmentRules.Refusal e) {
        refused.add(
            new UnprocessedTraceSegment()
                .id(e.id())
                .errorCode(e.code())
                .message("Invalid segment. ErrorCode: " + e.code()));
      }
    }
    if (!accepted.isEmpty()) {
      List<StoredSegment> stored = new ArrayList<>();
      accepted.forEach(segment -> stored.add(keys.seal(segment, call)));
      world
          .store()
          .write(
              transaction -> {
                for (int i = 0; i < stored.size(); i++) {
                  tables.put(transaction, call, accepted.get(i), stored.get(i));
                }
                return null;
              });
    }
    return new PutTraceSegmentsResult().unprocessedTraceSegments(refused);
  }

  BatchGetTracesResult get(BatchGetTracesRequest in, Call call) {
    List<String> ids = in.traceIds();
    if (ids.isEmpty() || ids.size() > MOST_TRACES) {
      throw XRayErrors.invalid("Between 1 and " + MOST_TRACES + " trace IDs are needed.");
    }
    for (String id : ids) {
      if (!SegmentRules.isTraceId(id)) {
        throw XRayErrors.invalid("Invalid trace id: " + id);
      }
    }
    int at = Pages.offset(in.nextToken(), ids.size());
    List<Trace> traces = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    long characters = 0;
    while (at < ids.size() && characters < 2L * AssembledTrace.MOST_CHARACTERS) {
      String id = ids.get(at++);
      AssembledTrace trace = read(call, id);
      if (trace == null) {
        unknown.add(id);
      } else {
        Trace told = tell(trace);
        for (Segment segment : told.segments()) {
          characters += segment.document().length();
        }
        traces.add(told);
      }
    }
    return new BatchGetTracesResult()
        .traces(traces)
        .unprocessedTraceIds(unknown)
        .nextToken(at < ids.size() ? Pages.token(at) : null);
  }

  /** A trace as it is now, or null. */
  AssembledTrace read(Call call, String traceId) {
    String id = SegmentRules.canonical(traceId);
    List<StoredSegment> stored =
        world.store().read(reader -> tables.segments(reader, call, tables.find(reader, call, id)));
    List<StoredSegment> opened = new ArrayList<>();
    stored.forEach(segment -> opened.add(keys.open(segment, call)));
    return AssembledTrace.of(id, call.accountId(), opened);
  }

  private static Trace tell(AssembledTrace trace) {
    List<Segment> segments = new ArrayList<>();
    for (Entity segment : trace.segments()) {
      segments.add(new Segment().id(segment.id()).document(JsonText.write(segment.document())));
    }
    return new Trace()
        .id(trace.id())
        .duration(trace.duration())
        .limitExceeded(trace.limitExceeded())
        .segments(segments);
  }
}
