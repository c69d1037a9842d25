package shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** Orders are uploaded to a bucket; this puts them into the table. */
public final class Store implements RequestHandler<S3Event, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  private final Metrics metrics = MetricsFactory.getMetricsInstance();
  private final ObjectMapper json = new ObjectMapper();
  private final S3Client s3 = S3Client.create();
  private final DynamoDbClient dynamoDb = DynamoDbClient.create();

  @Override
  public Void handleRequest(S3Event event, Context context) {
    metrics.captureColdStartMetric(context);
    return PowertoolsLogging.withLogging(
        context,
        () -> {
          event.getRecords().forEach(this::store);
          metrics.flush();
          return null;
        });
  }

  private void store(S3EventNotificationRecord record) {
    String bucket = record.getS3().getBucket().getName();
    String key = record.getS3().getObject().getUrlDecodedKey();
    try {
      JsonNode order =
          json.readTree(s3.getObjectAsBytes(g -> g.bucket(bucket).key(key)).asByteArray());
      Map<String, AttributeValue> item =
          Map.of(
              "id", AttributeValue.fromS(key),
              "dish", AttributeValue.fromS(order.get("dish").asText()),
              "quantity", AttributeValue.fromN(order.get("quantity").asText()));
      dynamoDb.putItem(p -> p.tableName(System.getenv("TABLE")).item(item));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    metrics.addMetric("OrdersStored", 1, MetricUnit.COUNT);
    LOG.info("stored", StructuredArguments.entry("order", key));
  }
}
