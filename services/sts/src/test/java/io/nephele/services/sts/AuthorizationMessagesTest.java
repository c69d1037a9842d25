package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.B;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static io.nephele.services.sts.Actors.userArn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.json.JsonText;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.sts.StsClient;

/** EC2 tells who is denied no more than an encoded message. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AuthorizationMessagesTest {
  private static final String BEFORE = "Encoded authorization failure message: ";

  @Inject Nephele nephele;
  private Actors actors;
  private StsClient administrator;

  @BeforeEach
  void actors() {
    actors = new Actors(nephele);
    administrator =
        actors.sts(actors.user(A, "administrator", allow("sts:DecodeAuthorizationMessage", "*")));
  }

  /** What EC2 answers to the owner of a key who wants to stop an instance. */
  private String stopInstance(AwsCredentials credentials) throws Exception {
    URI uri =
        URI.create(
            nephele.endpoint()
                + "/?Action=StopInstances&Version=2016-11-15&InstanceId.1=i-0123456789abcdef0");
    SdkHttpRequest request = SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(credentials)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ec2")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(
                            AwsV4HttpSigner.SIGNING_CLOCK,
                            Clock.fixed(nephele.world().clock().now(), ZoneOffset.UTC)))
            .request();
    HttpRequest.Builder plain = HttpRequest.newBuilder(uri);
    signed
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> plain.header(name, value));
              }
            });
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(plain.build(), BodyHandlers.ofString()).body();
    }
  }

  private String message(AwsCredentials credentials) throws Exception {
    String body = stopInstance(credentials);
    assertThat(body).contains("UnauthorizedOperation").contains(BEFORE);
    int start = body.indexOf(BEFORE) + BEFORE.length();
    return body.substring(start, body.indexOf('<', start));
  }

  @Test
  @Fact("sts-017")
  void tellWhatWasDenied() throws Exception {
    String message = message(actors.user(A, "user", null));
    assertThat(message).doesNotContain("StopInstances");
    String decoded =
        administrator.decodeAuthorizationMessage(r -> r.encodedMessage(message)).decodedMessage();
    Map<?, ?> details = (Map<?, ?>) JsonText.parse(decoded);
    assertThat(details.get("allowed")).isEqualTo(false);
    assertThat(details.get("explicitDeny")).isEqualTo(false);
    assertThat(details.get("matchedStatements")).isEqualTo(Map.of("items", List.of()));
    Map<?, ?> context = (Map<?, ?>) details.get("context");
    assertThat(context.get("action")).isEqualTo("ec2:StopInstances");
    assertThat(context.get("resource"))
        .isEqualTo("arn:aws:ec2:us-east-1:" + A + ":instance/i-0123456789abcdef0");
    Map<?, ?> principal = (Map<?, ?>) context.get("principal");
    assertThat(principal.get("arn")).isEqualTo(userArn(A, "user"));
    assertThat(principal.get("name")).isEqualTo("user");
    assertThat(decoded)
        .contains(
            "{\"key\":\"aws:requestedregion\",\"values\":{\"items\":[{\"value\":\"us-east-1\"}]}}");
  }

  @Test
  void tellTheStatementThatDenied() throws Exception {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "NoStops", "Effect": "Deny",
         "Action": "ec2:Stop*", "Resource": "*",
         "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}}}
        """;
    String message = message(actors.user(A, "user", policy));
    String decoded =
        administrator.decodeAuthorizationMessage(r -> r.encodedMessage(message)).decodedMessage();
    Map<?, ?> details = (Map<?, ?>) JsonText.parse(decoded);
    assertThat(details.get("explicitDeny")).isEqualTo(true);
    assertThat(decoded)
        .contains("\"statementId\":\"NoStops\",\"effect\":\"DENY\"")
        .contains("\"actions\":{\"items\":[{\"value\":\"ec2:Stop*\"}]}");
  }

  @Test
  void areForTheirAccountAndOfThisWorldOnly() throws Exception {
    String message = message(actors.user(A, "user", null));
    StsClient stranger = actors.sts(actors.user(B, "stranger", allow("sts:*", "*")));
    String changed =
        message.substring(0, 30) + (message.charAt(30) == 'A' ? 'B' : 'A') + message.substring(31);
    for (String bad : List.of(changed, "nonsense", message + "\n", "%%%", message.substring(8))) {
      assertError(
          () -> administrator.decodeAuthorizationMessage(r -> r.encodedMessage(bad)),
          "InvalidAuthorizationMessageException",
          400,
          "Message is not valid");
    }
    assertCode(
        () -> stranger.decodeAuthorizationMessage(r -> r.encodedMessage(message)),
        "InvalidAuthorizationMessageException");
    assertCode(
        () ->
            actors
                .sts(actors.user(A, "plain", null))
                .decodeAuthorizationMessage(r -> r.encodedMessage(message)),
        "AccessDenied");
  }

  @Test
  void sessionsAreNamedWithTheirIds() throws Exception {
    String role = actors.role(A, "worker", Actors.trust(A), allow("sqs:*", "*"));
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    AwsCredentials session =
        Actors.session(
            user.assumeRole(r -> r.roleArn(role).roleSessionName("visit")).credentials());
    String message = message(session);
    String decoded =
        administrator.decodeAuthorizationMessage(r -> r.encodedMessage(message)).decodedMessage();
    assertThat(decoded)
        .containsPattern("\"principal\":\\{\"id\":\"AROA[A-Z]{17}:visit\",\"name\":\"visit\"");
  }
}
