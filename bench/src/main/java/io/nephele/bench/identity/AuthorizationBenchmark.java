package io.nephele.bench.identity;

import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.access.Authorization;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.credentials.AccessKeyIds;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.User;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Protocol;
import io.nephele.model.Struct;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.sign.SignatureTarget;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * What identity adds to a call: to find out whose signature it is, and to decide whether its ten
 * policies allow to send a message.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AuthorizationBenchmark {
  private static final String ACCOUNT = "123456789012";
  private static final String ARN = "arn:aws:iam::" + ACCOUNT + ":user/alice";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private Nephele nephele;
  private HttpRequest request;
  private SignatureTarget target;
  private Call call;
  private Struct message;
  private Region region;

  /** A user with ten policies and a key. */
  @Setup
  public void prepare() {
    nephele = Nephele.start();
    region = Regions.find("us-east-1");
    Instant now = nephele.world().clock().now();
    Map<String, String> policies = new HashMap<>();
    List<String> documents = TenPolicies.documents();
    for (int i = 0; i < documents.size(); i++) {
      policies.put("policy-" + i, documents.get(i));
    }
    User alice =
        new User(
            "alice", "/", ARN, "AIDAEXAMPLE", now, null, List.of(), policies, List.of(), Map.of());
    String keyId = AccessKeyIds.create(AccessKeyIds.LASTING, ACCOUNT, nephele.world().ids());
    IssuedKey key = new IssuedKey(keyId, "alice", alice.id(), SECRET, IssuedKey.Status.ACTIVE, now);
    Directory directory = Identity.of(nephele.world()).directory();
    directory.write(
        ACCOUNT,
        transaction -> {
          directory.users().put(transaction, ACCOUNT, "alice", alice);
          directory.accessKeys().put(transaction, ACCOUNT, keyId, key);
          return null;
        });
    message =
        new SendMessageRequest()
            .queueUrl("http://localhost:4566/" + ACCOUNT + "/orders")
            .messageBody("x".repeat(300))
            .struct()
            .freeze();
    call =
        new Call(
            Sqs.SendMessage.model(),
            Protocol.AWS_JSON_1_0,
            Principal.user(ACCOUNT, ARN, alice.id()).withAccessKey(keyId),
            region,
            new Origin("http", "localhost:4566", "127.0.0.1", "bench", null, List.of(), null),
            "00000000-0000-0000-0000-000000000000",
            now);
    target = SignatureTarget.of(call.operation(), call.protocol(), null);
    request = signed(AwsCredentialsIdentity.create(keyId, SECRET));
  }

  /** Stops it. */
  @TearDown
  public void close() {
    nephele.close();
  }

  /** A signed request of 300 bytes. */
  @Benchmark
  public Object authenticate() {
    return nephele.world().access().authenticate(request, target, region.partition());
  }

  /** The actions of the request, its condition keys, and the decision. */
  @Benchmark
  public Authorization authorize() {
    Authorization authorization = nephele.world().access().authorize(call, message);
    if (authorization.denial() != null) {
      throw authorization.denial();
    }
    return authorization;
  }

  private static HttpRequest signed(AwsCredentialsIdentity identity) {
    byte[] body = "{\"QueueUrl\":\"x\"}".repeat(19).getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("http://localhost:4566/"))
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .putHeader("X-Amz-Target", "AmazonSQS.SendMessage")
            .putHeader("User-Agent", "bench")
            .build();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(identity)
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sqs"));
    Headers headers = new Headers();
    signed
        .request()
        .forEachHeader((name, values) -> values.forEach(value -> headers.add(name, value)));
    return new HttpRequest("POST", "/", null, headers, Body.of(Bytes.of(body)), "127.0.0.1", false);
  }
}
