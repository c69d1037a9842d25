package io.nephele.services.firehose;

import io.nephele.api.firehose.CloudWatchLoggingOptions;
import io.nephele.api.firehose.DestinationDescription;
import io.nephele.api.firehose.HttpEndpointDestinationDescription;
import io.nephele.api.logs.InputLogEvent;
import io.nephele.api.logs.Logs;
import io.nephele.api.logs.PutLogEventsRequest;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Regions;
import io.nephele.model.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells CloudWatch Logs of deliveries that failed, where a stream asks for it. */
final class DeliveryLogs {
  private static final System.Logger LOG =
      new io.nephele.core.logging.LazyLogger(DeliveryLogs.class);

  private final FirehoseWorld firehose;

  DeliveryLogs(FirehoseWorld firehose) {
    this.firehose = firehose;
  }

  void tell(DeliveryStream stream, CloudWatchLoggingOptions options, String message) {
    LOG.log(System.Logger.Level.DEBUG, "{0} did not deliver: {1}", stream.arn(), message);
    if (options == null || !Boolean.TRUE.equals(options.enabled())) {
      return;
    }
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("deliveryStreamARN", stream.arn());
    text.put("deliveryStreamVersionId", stream.version());
    text.put("message", message);
    try {
      firehose
          .world()
          .call(
              Logs.PutLogEvents,
              new PutLogEventsRequest()
                  .logGroupName(options.logGroupName())
                  .logStreamName(options.logStreamName())
                  .logEvents(
                      List.of(
                          new InputLogEvent()
                              .timestamp(firehose.now())
                              .message(JsonText.write(text)))),
              firehose.assume(role(stream), stream),
              Regions.find(stream.region()),
              FirehoseWorld.origin(stream));
    } catch (AwsException e) {
      LOG.log(System.Logger.Level.DEBUG, "The log takes nothing: {0}", e.getMessage());
    }
  }

  /** The role of the stream's destination. */
  private static String role(DeliveryStream stream) {
    DestinationDescription destination = Destinations.read(stream);
    if (destination.extendedS3DestinationDescription() != null) {
      return destination.extendedS3DestinationDescription().roleARN();
    }
    HttpEndpointDestinationDescription http = destination.httpEndpointDestinationDescription();
    return http.roleARN() == null ? http.s3DestinationDescription().roleARN() : http.roleARN();
  }
}
