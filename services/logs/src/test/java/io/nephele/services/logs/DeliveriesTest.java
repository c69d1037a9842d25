package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.AccessDeniedException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ConflictException;
import software.amazon.awssdk.services.cloudwatchlogs.model.Delivery;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeliveryDestinationType;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputFormat;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ValidationException;

/** Sources, destinations and deliveries of logs that services write. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DeliveriesTest {
  private static final String RESOURCE = "arn:aws:cloudfront::000000000000:distribution/E1";

  @Inject Nephele nephele;
  @Inject CloudWatchLogsClient logs;

  private String destination(CloudWatchLogsClient client) {
    return client
        .putDeliveryDestination(
            d ->
                d.name("to")
                    .outputFormat(OutputFormat.JSON)
                    .deliveryDestinationConfiguration(
                        c -> c.destinationResourceArn("arn:aws:s3:::kept")))
        .deliveryDestination()
        .arn();
  }

  @Test
  void deliveriesJoinASourceAndADestination() {
    assertThat(
            logs.putDeliverySource(
                    s ->
                        s.name("from")
                            .resourceArn(RESOURCE)
                            .logType("ACCESS_LOGS")
                            .tags(Map.of("a", "b")))
                .deliverySource()
                .service())
        .isEqualTo("cloudfront");
    assertThatThrownBy(
            () ->
                logs.putDeliverySource(
                    s -> s.name("again").resourceArn(RESOURCE).logType("ACCESS_LOGS")))
        .isInstanceOf(ConflictException.class);
    String to = destination(logs);
    Delivery made =
        logs.createDelivery(
                c ->
                    c.deliverySourceName("from")
                        .deliveryDestinationArn(to)
                        .s3DeliveryConfiguration(s -> s.suffixPath("{yyyy}/{MM}")))
            .delivery();

    assertThat(made.deliveryDestinationType()).isEqualTo(DeliveryDestinationType.S3);
    assertThat(logs.describeDeliveries(d -> {}).deliveries()).containsExactly(made);
    assertThatThrownBy(
            () -> logs.createDelivery(c -> c.deliverySourceName("from").deliveryDestinationArn(to)))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> logs.deleteDeliverySource(d -> d.name("from")))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> logs.deleteDeliveryDestination(d -> d.name("to")))
        .isInstanceOf(ConflictException.class);
    logs.updateDeliveryConfiguration(u -> u.id(made.id()).recordFields("date", "time"));
    assertThat(logs.getDelivery(g -> g.id(made.id())).delivery().recordFields())
        .containsExactly("date", "time");
    String source = logs.getDeliverySource(g -> g.name("from")).deliverySource().arn();
    logs.tagResource(t -> t.resourceArn(source).tags(Map.of("c", "d")));
    assertThat(logs.listTagsForResource(l -> l.resourceArn(source)).tags())
        .isEqualTo(Map.of("a", "b", "c", "d"));

    logs.deleteDelivery(d -> d.id(made.id()));
    logs.deleteDeliverySource(d -> d.name("from"));
    logs.deleteDeliveryDestination(d -> d.name("to"));
    assertThatThrownBy(() -> logs.getDeliveryDestination(g -> g.name("to")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () ->
                logs.putDeliveryDestination(
                    d ->
                        d.name("x")
                            .deliveryDestinationConfiguration(
                                c -> c.destinationResourceArn("arn:aws:sqs:us-east-1:1:q"))))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void otherAccountsDeliverIfAPolicyLetsThem() {
    String to = destination(logs);
    CloudWatchLogsClient other =
        Clients.create(CloudWatchLogsClient.class, nephele.endpoint(), "us-east-1", "222222222222");
    other.putDeliverySource(
        s ->
            s.name("from")
                .resourceArn("arn:aws:cloudfront::222222222222:distribution/E2")
                .logType("ACCESS_LOGS"));
    assertThatThrownBy(
            () ->
                other.createDelivery(c -> c.deliverySourceName("from").deliveryDestinationArn(to)))
        .isInstanceOf(AccessDeniedException.class);

    logs.putDeliveryDestinationPolicy(
        p ->
            p.deliveryDestinationName("to")
                .deliveryDestinationPolicy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":
                    {"AWS":"222222222222"},"Action":"logs:CreateDelivery","Resource":"*"}]}\
                    """));
    assertThat(
            logs.getDeliveryDestinationPolicy(g -> g.deliveryDestinationName("to"))
                .policy()
                .deliveryDestinationPolicy())
        .contains("222222222222");
    assertThat(
            other
                .createDelivery(c -> c.deliverySourceName("from").deliveryDestinationArn(to))
                .delivery()
                .deliveryDestinationArn())
        .isEqualTo(to);
  }
}
