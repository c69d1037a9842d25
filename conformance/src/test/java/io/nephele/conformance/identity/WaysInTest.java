package io.nephele.conformance.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.conformance.identity.SignedCall.Answer;
import io.nephele.conformance.identity.SignedCall.Signing;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Every way into a world that is not one's own is closed, and says so as AWS does. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class WaysInTest {
  private static final String CALL = "GetCallerIdentity";

  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  @Inject IamClient iam;
  @Inject StsClient sts;

  private AccessKey key;
  private AwsCredentialsIdentity alice;

  @BeforeEach
  void alice() {
    iam.createUser(user -> user.userName("alice"));
    key = iam.createAccessKey(user -> user.userName("alice")).accessKey();
    alice = AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey());
  }

  private Signing byAlice() {
    return Signing.of(nephele, alice);
  }

  private SignedCall call(Signing signing) {
    return SignedCall.of(nephele, signing, CALL);
  }

  private static void refused(SignedCall call, String code) throws Exception {
    Answer answer = call.send();
    assertThat(answer.code()).as(answer.body()).isEqualTo(code);
    assertThat(answer.status()).isBetween(400, 403);
  }

  private void good(SignedCall call) throws Exception {
    Answer answer = call.send();
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("<Arn>arn:aws:iam::000000000000:user/alice</Arn>");
  }

  @Test
  void aRightSignatureIsItsUser() throws Exception {
    good(call(byAlice()));
    good(call(byAlice().presigned(Duration.ofMinutes(5))));
  }

  @Test
  void aForgedSignatureIsRefused() throws Exception {
    AwsCredentialsIdentity forger =
        AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey() + "x");
    refused(call(Signing.of(nephele, forger)), "SignatureDoesNotMatch");
  }

  @Test
  void anAlteredBodyIsRefused() throws Exception {
    refused(call(byAlice()).alterBody(CALL, "GetSessionToken"), "SignatureDoesNotMatch");
  }

  @Test
  void anAlteredUrlIsRefused() throws Exception {
    Signing presigned = byAlice().presigned(Duration.ofMinutes(5));
    refused(call(presigned).alterUrl(CALL, "GetSessionToken"), "SignatureDoesNotMatch");
    refused(call(presigned).addToUrl("&DurationSeconds=900"), "SignatureDoesNotMatch");
    refused(
        call(presigned).alterUrl("X-Amz-Expires=300", "X-Amz-Expires=3000"),
        "SignatureDoesNotMatch");
    refused(call(byAlice()).addToUrl("?Action=GetSessionToken"), "SignatureDoesNotMatch");
  }

  @Test
  void anAlteredTimeIsRefused() throws Exception {
    SignedCall call = call(byAlice());
    String second = call.header("X-Amz-Date").substring(13, 15);
    refused(call.alterHeader("X-Amz-Date", second + "Z", "59Z"), "SignatureDoesNotMatch");
  }

  @Test
  void theHostMustBeSigned() throws Exception {
    SignedCall call = call(byAlice());
    refused(call.alterHeader("Authorization", ";host;", ";"), "SignatureDoesNotMatch");
  }

  @Test
  void theScopeMustBeRight() throws Exception {
    refused(
        call(byAlice()).alterHeader("Authorization", "/aws4_request", "/aws5_request"),
        "SignatureDoesNotMatch");
    refused(
        call(byAlice()).alterHeader("Authorization", "/20260101/", "/20260102/"),
        "SignatureDoesNotMatch");
    refused(
        call(byAlice()).alterHeader("Authorization", "/us-east-1/", "/eu-west-1/"),
        "SignatureDoesNotMatch");
  }

  @Test
  void anIncompleteSignatureIsRefused() throws Exception {
    refused(call(byAlice()).without("X-Amz-Date"), "IncompleteSignature");
    refused(
        call(byAlice()).alterHeader("Authorization", "SignedHeaders=", "Headers="),
        "IncompleteSignature");
  }

  @Test
  void aSignatureIsGoodForFifteenMinutes() throws Exception {
    SignedCall recorded = call(byAlice());
    clock.advance(Duration.ofMinutes(14));
    good(recorded);
    clock.advance(Duration.ofMinutes(2));
    refused(recorded, "SignatureDoesNotMatch");
    Signing ahead = byAlice().at(clock.now().plus(Duration.ofMinutes(16)));
    refused(call(ahead), "SignatureDoesNotMatch");
  }

  @Test
  void aPresignedUrlIsGoodAsLongAsItSays() throws Exception {
    // STS itself looks at the quarter of an hour alone; others at what the URL says.
    Signing presigned = byAlice().as("iam").presigned(Duration.ofMinutes(5));
    SignedCall call =
        SignedCall.of(nephele, presigned, "GetUser").alterUrl("2011-06-15", "2011-06-15");
    clock.advance(Duration.ofMinutes(6));
    Answer answer = call.send();
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isIn("SignatureDoesNotMatch", "RequestExpired");
  }

  @Test
  void twoSignaturesAreOneTooMany() throws Exception {
    String inUrl = "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0";
    Answer answer = call(byAlice()).addToUrl(inUrl).send();
    assertThat(answer.body())
        .contains("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization'");
    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void aKeyThatIsGoneIsNobody() throws Exception {
    iam.updateAccessKey(
        update ->
            update.userName("alice").accessKeyId(key.accessKeyId()).status(StatusType.INACTIVE));
    refused(call(byAlice()), "InvalidClientTokenId");
    iam.updateAccessKey(
        update ->
            update.userName("alice").accessKeyId(key.accessKeyId()).status(StatusType.ACTIVE));
    good(call(byAlice()));
    iam.deleteAccessKey(delete -> delete.userName("alice").accessKeyId(key.accessKeyId()));
    refused(call(byAlice()), "InvalidClientTokenId");
    iam.deleteUser(user -> user.userName("alice"));
    refused(call(byAlice()), "InvalidClientTokenId");
  }

  @Test
  void aSessionNeedsItsOwnToken() throws Exception {
    Credentials one = session();
    Credentials other = session();
    good(call(Signing.of(nephele, identity(one, one.sessionToken()))));
    refused(call(Signing.of(nephele, identity(one, other.sessionToken()))), "InvalidClientTokenId");
    refused(
        call(Signing.of(nephele, identity(one, one.sessionToken() + "A"))), "InvalidClientTokenId");
    AwsCredentialsIdentity without =
        AwsCredentialsIdentity.create(one.accessKeyId(), one.secretAccessKey());
    refused(call(Signing.of(nephele, without)), "InvalidClientTokenId");
  }

  @Test
  void aSessionEnds() throws Exception {
    Credentials session = session();
    clock.advance(Duration.ofSeconds(900));
    refused(call(Signing.of(nephele, identity(session, session.sessionToken()))), "ExpiredToken");
  }

  @Test
  void inAStrictWorldNobodyIsRootByChance() throws Exception {
    try (Nephele strict = Nephele.builder().virtualClock().strict(true).start()) {
      refused(SignedCall.unsigned(strict, CALL), "MissingAuthenticationToken");
      for (String unknown : new String[] {"test", "000000000000", "AKIAIOSFODNN7EXAMPLE"}) {
        AwsCredentialsIdentity identity = AwsCredentialsIdentity.create(unknown, "test");
        refused(SignedCall.of(strict, Signing.of(strict, identity), CALL), "InvalidClientTokenId");
      }
    }
  }

  private Credentials session() {
    try (StsClient asAlice =
        Clients.create(
            StsClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
      return asAlice.getSessionToken(token -> token.durationSeconds(900)).credentials();
    }
  }

  private static AwsCredentialsIdentity identity(Credentials of, String token) {
    return AwsSessionCredentialsIdentity.create(of.accessKeyId(), of.secretAccessKey(), token);
  }
}
