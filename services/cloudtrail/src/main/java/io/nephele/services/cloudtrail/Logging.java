package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.GetTrailStatusRequest;
import io.nephele.api.cloudtrail.GetTrailStatusResponse;
import io.nephele.api.cloudtrail.StartLoggingRequest;
import io.nephele.api.cloudtrail.StartLoggingResponse;
import io.nephele.api.cloudtrail.StopLoggingRequest;
import io.nephele.api.cloudtrail.StopLoggingResponse;
import io.nephele.core.call.Call;
import io.nephele.core.trail.EventTimes;
import java.time.Instant;

/** Starts and stops trails, and tells how they are. */
final class Logging {
  private final TrailStore trails;
  private final Digests digests;

  Logging(TrailStore trails, Digests digests) {
    this.trails = trails;
    this.digests = digests;
  }

  StartLoggingResponse start(StartLoggingRequest in, Call call) {
    set(in.name(), call, true);
    return new StartLoggingResponse();
  }

  StopLoggingResponse stop(StopLoggingRequest in, Call call) {
    set(in.name(), call, false);
    return new StopLoggingResponse();
  }

  private void set(String name, Call call, boolean logging) {
    trails
        .world()
        .store()
        .write(
            transaction -> {
              TrailRecord trail = trails.findAtHome(transaction, call, name);
              if (trail.isLogging() == logging) {
                return null;
              }
              trails.put(transaction, trail.logging(logging, call.time().toEpochMilli()));
              if (!logging) {
                digests.end(transaction, trail);
              } else if (trail.validation()) {
                digests.begin(transaction, trail, trail.region());
              }
              return null;
            });
  }

  GetTrailStatusResponse status(GetTrailStatusRequest in, Call call) {
    return trails
        .world()
        .store()
        .read(
            reader -> {
              TrailRecord trail = trails.find(reader, call, in.name());
              return view(trail, trails.status(reader, trail.key()));
            });
  }

  private static GetTrailStatusResponse view(TrailRecord trail, DeliveryStatus status) {
    boolean delivered = status.attemptedAt() != 0;
    return new GetTrailStatusResponse()
        .isLogging(trail.isLogging())
        .latestDeliveryError(status.error())
        .latestDeliveryTime(time(status.deliveredAt()))
        .latestDeliveryAttemptTime(text(status.attemptedAt()))
        .latestDeliveryAttemptSucceeded(
            delivered && status.error() == null ? text(status.deliveredAt()) : "")
        .latestNotificationError(status.notificationError())
        .latestNotificationTime(time(status.notifiedAt()))
        .latestNotificationAttemptTime(text(status.notifiedAt()))
        .latestNotificationAttemptSucceeded(text(status.notifiedAt()))
        .latestCloudWatchLogsDeliveryError(status.logsError())
        .latestCloudWatchLogsDeliveryTime(time(status.loggedAt()))
        .latestDigestDeliveryError(status.digestError())
        .latestDigestDeliveryTime(time(status.digestAt()))
        .startLoggingTime(time(trail.startedAt()))
        .stopLoggingTime(time(trail.stoppedAt()))
        .timeLoggingStarted(text(trail.startedAt()))
        .timeLoggingStopped(text(trail.stoppedAt()));
  }

  private static Instant time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  private static String text(long millis) {
    return millis == 0 ? "" : EventTimes.iso(millis);
  }
}
