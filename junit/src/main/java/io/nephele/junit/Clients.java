package io.nephele.junit;

import io.nephele.core.time.WorldClock;
import io.nephele.embedded.Nephele;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/**
 * Makes clients of the AWS SDK for Java v2 for a Nephele. Nothing of the machine's AWS settings is
 * used.
 */
public final class Clients {
  private Clients() {}

  /**
   * A client of that type for the root user of an account.
   *
   * @param type a client interface of the SDK, for example {@code SqsClient} or {@code
   *     SqsAsyncClient}
   */
  public static <C extends SdkClient> C create(
      Class<C> type, URI endpoint, String region, String accountId) {
    return create(
        type, endpoint, region, AwsBasicCredentials.create(accountId, "test"), Clock.systemUTC());
  }

  /**
   * A client of that type for whoever holds those credentials. In a world with a virtual clock its
   * signatures are of that clock's time, as whoever lives there has no other.
   *
   * @param type a client interface of the SDK, for example {@code SqsClient} or {@code
   *     SqsAsyncClient}
   */
  public static <C extends SdkClient> C create(
      Class<C> type, Nephele nephele, String region, AwsCredentials credentials) {
    Clock clock = new SigningClock(nephele.world().clock());
    return create(type, nephele.endpoint(), region, credentials, clock);
  }

  private static <C extends SdkClient> C create(
      Class<C> type, URI endpoint, String region, AwsCredentials credentials, Clock clock) {
    try {
      Method builder = type.getMethod("builder");
      AwsClientBuilder<?, ?> configured = (AwsClientBuilder<?, ?>) builder.invoke(null);
      configured.endpointOverride(endpoint);
      configured.region(Region.of(region));
      configured.credentialsProvider(StaticCredentialsProvider.create(credentials));
      usePaths(configured);
      configured.fipsEnabled(false);
      configured.dualstackEnabled(false);
      configured.overrideConfiguration(
          settings ->
              settings
                  .defaultProfileFile(ProfileFile.aggregator().build())
                  .defaultProfileName("default")
                  .addExecutionInterceptor(new PlainHost(endpoint))
                  .addExecutionInterceptor(new SigningTime(clock)));
      return type.cast(configured.build());
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalArgumentException(type + " is not a client of the AWS SDK for Java v2", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e.getCause());
    }
  }

  /**
   * S3's clients would put buckets into host names such as {@code bucket.localhost}, which Java
   * does not resolve on every system.
   */
  private static void usePaths(AwsClientBuilder<?, ?> builder)
      throws IllegalAccessException, InvocationTargetException {
    for (Class<?> type : builder.getClass().getInterfaces()) {
      try {
        Method forcePathStyle = type.getMethod("forcePathStyle", Boolean.class);
        forcePathStyle.invoke(builder, true);
        return;
      } catch (NoSuchMethodException e) {
        // no client of S3
      }
    }
  }

  /** Has requests signed with the time of a clock. */
  private record SigningTime(Clock clock) implements ExecutionInterceptor {
    @Override
    public void afterMarshalling(Context.AfterMarshalling context, ExecutionAttributes attributes) {
      attributes.putAttribute(AwsSignerExecutionAttribute.SIGNING_CLOCK, clock);
    }
  }

  /**
   * Sends to the endpoint's own host what the SDK would send to one under it, such as {@code
   * 000000000000.localhost}, which Java does not resolve on every system either.
   */
  private record PlainHost(URI endpoint) implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      SdkHttpRequest request = context.httpRequest();
      return request.host().endsWith("." + endpoint.getHost())
          ? request.toBuilder().host(endpoint.getHost()).build()
          : request;
    }
  }

  /** The world's clock as the SDK reads clocks. */
  private static final class SigningClock extends Clock {
    private final WorldClock world;

    SigningClock(WorldClock world) {
      this.world = world;
    }

    @Override
    public Instant instant() {
      return world.machineTime();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
