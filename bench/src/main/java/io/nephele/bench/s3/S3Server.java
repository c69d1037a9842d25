package io.nephele.bench.s3;

import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * An S3 server under test. Measured requests are presigned before the measurement, so that all
 * servers get the same bytes and the client does not sign while it measures.
 */
final class S3Server implements AutoCloseable {
  private static final Duration VALID = Duration.ofHours(12);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String name;
  private final ServerProcess process;
  private final S3Client client;
  private final S3Presigner presigner;

  private S3Server(String name, ServerProcess process) {
    this.name = name;
    this.process = process;
    URI endpoint = URI.create("http://127.0.0.1:" + process.address().getPort());
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("benchmark", "benchmark"));
    this.client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    this.presigner =
        S3Presigner.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build();
  }

  /**
   * Starts a server on a free port.
   *
   * @param command its command line, words separated by spaces, with {@code @port} and {@code
   *     @folder} where a port and an empty folder are to stand
   */
  static S3Server start(String name, String command, Path logs)
      throws IOException, InterruptedException {
    S3Server server = new S3Server(name, ServerProcess.start(name, command, logs));
    server.awaitAnswer();
    return server;
  }

  /** A server may listen before it can answer. */
  private void awaitAnswer() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        client.listBuckets();
        return;
      } catch (SdkException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  String name() {
    return name;
  }

  ServerProcess process() {
    return process;
  }

  S3Client client() {
    return client;
  }

  /** A request that puts an object. */
  RequestBytes put(String bucket, String key, byte[] body) {
    SdkHttpRequest signed =
        presigner
            .presignPutObject(
                p -> p.signatureDuration(VALID).putObjectRequest(o -> o.bucket(bucket).key(key)))
            .httpRequest();
    return request(signed).add(body).finish();
  }

  /** A request that gets an object. */
  RequestBytes get(String bucket, String key) {
    SdkHttpRequest signed =
        presigner
            .presignGetObject(
                p -> p.signatureDuration(VALID).getObjectRequest(o -> o.bucket(bucket).key(key)))
            .httpRequest();
    return request(signed);
  }

  /** A request that uploads a part, without its body. */
  SdkHttpRequest uploadPart(String bucket, String key, String uploadId, int number) {
    return presigner
        .presignUploadPart(
            p ->
                p.signatureDuration(VALID)
                    .uploadPartRequest(
                        u -> u.bucket(bucket).key(key).uploadId(uploadId).partNumber(number)))
        .httpRequest();
  }

  private static RequestBytes request(SdkHttpRequest signed) {
    URI uri = signed.getUri();
    return new RequestBytes(
        signed.method().name(),
        uri.getHost() + ":" + uri.getPort(),
        uri.getRawPath() + "?" + uri.getRawQuery(),
        "");
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
    process.close();
  }
}
