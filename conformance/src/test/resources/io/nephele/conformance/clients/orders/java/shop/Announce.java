package shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** Tells the kitchen of new orders in the table. */
public final class Announce implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(Announce.class);

  private final SnsClient sns = SnsClient.create();

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    return PowertoolsLogging.withLogging(context, () -> new StreamsEventResponse(failures(event)));
  }

  private List<BatchItemFailure> failures(DynamodbEvent event) {
    List<BatchItemFailure> failures = new ArrayList<>();
    for (DynamodbStreamRecord record : event.getRecords()) {
      try {
        announce(record.getDynamodb().getNewImage());
      } catch (RuntimeException e) {
        LOG.warn("not announced", e);
        failures.add(new BatchItemFailure(record.getDynamodb().getSequenceNumber()));
      }
    }
    return failures;
  }

  private void announce(Map<String, AttributeValue> order) {
    String id = order.get("id").getS();
    if (Integer.parseInt(order.get("quantity").getN()) < 1) {
      throw new IllegalArgumentException(id + " is an order of nothing");
    }
    String message = order.get("quantity").getN() + " " + order.get("dish").getS();
    sns.publish(p -> p.topicArn(System.getenv("TOPIC")).message(message));
    LOG.info("announced", StructuredArguments.entry("order", id));
  }
}
