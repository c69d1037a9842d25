package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.B;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.trust;
import static io.nephele.services.sts.Actors.userArn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class CallerIdentityTest {
  private static final String DENY_ALL =
      """
      {"Version": "2012-10-17",
       "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}
      """;

  @Inject Nephele nephele;
  private Actors actors;

  @BeforeEach
  void actors() {
    actors = new Actors(nephele);
  }

  @Test
  @Fact("sts-018")
  void isAnsweredToEverybody() {
    GetCallerIdentityResponse user =
        actors.sts(actors.user(A, "user", DENY_ALL)).getCallerIdentity();
    assertThat(user.account()).isEqualTo(A);
    assertThat(user.arn()).isEqualTo(userArn(A, "user"));
    assertThat(user.userId()).matches("AIDA[A-Z]{17}");

    String role = actors.role(B, "worker", trust(userArn(A, "caller")), DENY_ALL);
    StsClient caller = actors.sts(actors.user(A, "caller", allow("sts:AssumeRole", role)));
    Credentials session =
        caller.assumeRole(r -> r.roleArn(role).roleSessionName("visit")).credentials();
    GetCallerIdentityResponse ofRole = actors.sts(session).getCallerIdentity();
    assertThat(ofRole.account()).isEqualTo(B);
    assertThat(ofRole.arn()).isEqualTo("arn:aws:sts::" + B + ":assumed-role/worker/visit");
    assertThat(ofRole.userId()).matches("AROA[A-Z]{17}:visit");

    GetCallerIdentityResponse root = actors.sts(actors.rootKey(A)).getCallerIdentity();
    assertThat(root.arn()).isEqualTo("arn:aws:iam::" + A + ":root");
    assertThat(root.userId()).isEqualTo(A);
  }

  @Test
  @Fact("sts-019")
  void isAnsweredByGlobalAndRegionalEndpoints() throws IOException {
    AwsCredentials keys = actors.user(A, "user", null);
    for (String region : new String[] {"us-east-1", "eu-west-1", "ap-southeast-2", "aws-global"}) {
      try (StsClient sts = Clients.create(StsClient.class, nephele, region, keys)) {
        assertThat(sts.getCallerIdentity().arn()).isEqualTo(userArn(A, "user"));
      }
    }
    for (String host : new String[] {"sts.amazonaws.com", "sts.eu-west-1.amazonaws.com"}) {
      String answer = raw(host, "/?Action=GetCallerIdentity&Version=2011-06-15");
      assertThat(answer).startsWith("HTTP/1.1 200 ").contains(":root</Arn>");
    }
  }

  private String raw(String host, String target) throws IOException {
    try (Socket socket = new Socket("localhost", nephele.endpoint().getPort())) {
      String request =
          "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  @Fact("sts-023")
  void servicesAnswerOverHttps() {
    URI https = URI.create("https://localhost:" + nephele.endpoint().getPort());
    StaticCredentialsProvider account =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(A, "any"));
    try (SdkHttpClient http =
            UrlConnectionHttpClient.builder()
                .tlsTrustManagersProvider(() -> new TrustManager[] {new AnyCertificate()})
                .build();
        StsClient sts =
            StsClient.builder()
                .endpointOverride(https)
                .region(Region.US_EAST_1)
                .credentialsProvider(account)
                .httpClient(http)
                .build();
        SqsClient sqs =
            SqsClient.builder()
                .endpointOverride(https)
                .region(Region.US_EAST_1)
                .credentialsProvider(account)
                .httpClient(http)
                .build();
        IamClient iam =
            IamClient.builder()
                .endpointOverride(https)
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(account)
                .httpClient(http)
                .build()) {
      assertThat(sts.getCallerIdentity().account()).isEqualTo(A);
      assertThat(sqs.listQueues().queueUrls()).isEmpty();
      assertThat(iam.listRoles().roles()).isEmpty();
    }
  }

  /** The certificate is the machine's own. */
  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void idsOfKeysTellTheirAccount() {
    AwsCredentials keys = actors.user(A, "user", null);
    StsClient sts = actors.sts(actors.user(B, "other", allow("sts:GetAccessKeyInfo", "*")));
    assertThat(sts.getAccessKeyInfo(r -> r.accessKeyId(keys.accessKeyId())).account()).isEqualTo(A);
    Credentials session = actors.sts(keys).getSessionToken().credentials();
    assertThat(sts.getAccessKeyInfo(r -> r.accessKeyId(session.accessKeyId())).account())
        .isEqualTo(A);
    assertCode(
        () -> sts.getAccessKeyInfo(r -> r.accessKeyId("AKIA0000000000000000")),
        "InvalidClientTokenId");
    assertCode(() -> sts.getAccessKeyInfo(r -> r.accessKeyId("short")), "ValidationError");
    assertCode(
        () ->
            actors
                .sts(actors.user(A, "plain", null))
                .getAccessKeyInfo(r -> r.accessKeyId(keys.accessKeyId())),
        "AccessDenied");
  }

  @Test
  @Fact("sts-002")
  void groupsAreNoPrincipals() {
    IamClient iam = Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", A);
    actors.user(B, "named", null);
    iam.createRole(
        r -> r.roleName("one").assumeRolePolicyDocument(trust("arn:aws:iam::" + B + ":root")));
    String one =
        iam.createRole(r -> r.roleName("two").assumeRolePolicyDocument(trust(userArn(B, "named"))))
            .role()
            .arn();
    assertCode(
        () ->
            iam.createRole(
                r ->
                    r.roleName("three")
                        .assumeRolePolicyDocument(trust("arn:aws:iam::" + B + ":group/named"))),
        "MalformedPolicyDocument");
    StsClient other = actors.sts(actors.user(B, "other", allow("sts:AssumeRole", "*")));
    assertCode(
        () -> other.assumeRole(r -> r.roleArn(one).roleSessionName("visit")), "AccessDenied");
    assertThat(
            other.assumeRole(r -> r.roleArn(one.replace("/two", "/one")).roleSessionName("visit")))
        .isNotNull();
  }

  @Test
  void tasksOfRootUsersNeedAnOrganization() {
    StsClient sts = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    assertCode(
        () ->
            sts.assumeRoot(
                r ->
                    r.targetPrincipal(B)
                        .taskPolicyArn(
                            p ->
                                p.arn(
                                    "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"))),
        "AccessDenied");
  }
}
