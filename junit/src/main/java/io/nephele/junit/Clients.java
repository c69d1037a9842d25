package io.nephele.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
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
    try {
      Method builder = type.getMethod("builder");
      AwsClientBuilder<?, ?> configured = (AwsClientBuilder<?, ?>) builder.invoke(null);
      configured.endpointOverride(endpoint);
      configured.region(Region.of(region));
      configured.credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create(accountId, "test")));
      configured.fipsEnabled(false);
      configured.dualstackEnabled(false);
      configured.overrideConfiguration(
          settings ->
              settings
                  .defaultProfileFile(ProfileFile.aggregator().build())
                  .defaultProfileName("default"));
      return type.cast(configured.build());
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalArgumentException(type + " is not a client of the AWS SDK for Java v2", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e.getCause());
    }
  }
}
