package io.nephele.services.sqs;

import io.nephele.embedded.Nephele;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients that retry as the SDK does, but at once, and what they tell of it. */
final class Retries {
  /** The attempts after which the SDK gives up. */
  static final int MOST = 3;

  private final Nephele nephele;
  private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();
  private final List<Integer> retries = new CopyOnWriteArrayList<>();
  private volatile Runnable beforeRetry = () -> {};

  Retries(Nephele nephele) {
    this.nephele = nephele;
  }

  /** What is done before each attempt but the first. */
  void beforeRetry(Runnable action) {
    beforeRetry = action;
  }

  /** How often requests of an operation were sent. */
  int attempts(String operation) {
    AtomicInteger count = sent.get(operation);
    return count == null ? 0 : count.get();
  }

  /** The retries of each call, as the SDK's metrics tell. */
  List<Integer> counted() {
    return List.copyOf(retries);
  }

  SqsClient client() {
    return client("000000000000");
  }

  SqsClient client(String accessKeyId) {
    return SqsClient.builder()
        .endpointOverride(nephele.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "test")))
        .overrideConfiguration(
            settings ->
                settings
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(MOST)
                            .backoffStrategy(BackoffStrategy.retryImmediately())
                            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                            .build())
                    .addExecutionInterceptor(new Counting())
                    .addMetricPublisher(new Publisher()))
        .build();
  }

  private final class Counting implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
      String operation = call.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
      sent.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
      boolean again =
          context
              .httpRequest()
              .firstMatchingHeader("amz-sdk-request")
              .filter(header -> !header.contains("attempt=1;"))
              .isPresent();
      if (again) {
        beforeRetry.run();
      }
    }
  }

  private final class Publisher implements MetricPublisher {
    @Override
    public void publish(MetricCollection metrics) {
      retries.addAll(metrics.metricValues(CoreMetric.RETRY_COUNT));
    }

    @Override
    public void close() {
      // Nothing to close.
    }
  }
}
