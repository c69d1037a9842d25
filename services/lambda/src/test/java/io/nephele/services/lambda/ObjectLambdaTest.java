package io.nephele.services.lambda;

import static io.nephele.services.lambda.TestFunctions.may;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateAccessPointForObjectLambdaResponse;
import software.amazon.awssdk.services.s3control.model.ObjectLambdaConfiguration;
import software.amazon.awssdk.services.s3control.model.ObjectLambdaTransformationConfiguration;
import software.amazon.awssdk.services.s3control.model.ObjectLambdaTransformationConfigurationAction;
import software.amazon.awssdk.services.s3control.model.S3ControlException;

/** Functions transform what is got through Object Lambda access points. */
@NepheleTest(scope = NepheleTest.Scope.METHOD, virtualClock = false)
final class ObjectLambdaTest {
  private static final String ACCOUNT = TestFunctions.ACCOUNT;
  private static final String ARN =
      "arn:aws:s3-object-lambda:us-east-1:000000000000:accesspoint/loud";
  private static final String BEHIND = "arn:aws:s3:us-east-1:000000000000:accesspoint/plain";

  /** Signs its answer by hand, as the SDK for Python is not in every Python. */
  private static final String SHOUT =
      """
      import datetime, hashlib, hmac, os, urllib.error, urllib.request
      def sign(key, text):
        return hmac.new(key, text.encode(), hashlib.sha256).digest()
      def respond(context, body, extra):
        url = os.environ['AWS_ENDPOINT_URL'].rstrip('/') + '/WriteGetObjectResponse'
        time = datetime.datetime.now(datetime.timezone.utc).strftime('%Y%m%dT%H%M%SZ')
        scope = time[:8] + '/us-east-1/s3-object-lambda/aws4_request'
        headers = {'host': url.split('/')[2], 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
          'x-amz-date': time, 'x-amz-request-route': context['outputRoute'],
          'x-amz-request-token': context['outputToken'],
          'x-amz-security-token': os.environ['AWS_SESSION_TOKEN'], **extra}
        headers = dict(sorted(headers.items()))
        names = ';'.join(headers)
        canonical = 'POST\\n/WriteGetObjectResponse\\n\\n' \\
          + ''.join(k + ':' + v + '\\n' for k, v in headers.items()) \\
          + '\\n' + names + '\\nUNSIGNED-PAYLOAD'
        text = 'AWS4-HMAC-SHA256\\n' + time + '\\n' + scope + '\\n' \\
          + hashlib.sha256(canonical.encode()).hexdigest()
        key = ('AWS4' + os.environ['AWS_SECRET_ACCESS_KEY']).encode()
        for part in scope.split('/'):
          key = sign(key, part)
        headers['Authorization'] = 'AWS4-HMAC-SHA256 Credential=' \\
          + os.environ['AWS_ACCESS_KEY_ID'] + '/' + scope + ', SignedHeaders=' + names \\
          + ', Signature=' + sign(key, text).hex()
        urllib.request.urlopen(urllib.request.Request(url, body, headers)).read()
      def handler(event, context):
        if 'headObjectContext' in event:
          return {'statusCode': 200, 'headers': {'Content-Length': 7, 'x-amz-meta-by': 'it',
            'Content-Type': 'text/loud', 'ETag': '"e"'}}
        asked = event['getObjectContext']
        if event['configuration']['payload'] == 'break':
          raise ValueError('broken')
        try:
          text = urllib.request.urlopen(asked['inputS3Url']).read().decode()
        except urllib.error.HTTPError as e:
          respond(asked, b'', {'x-amz-fwd-status': str(e.code), 'x-amz-fwd-error-code': 'Quiet',
            'x-amz-fwd-error-message': 'Nothing to shout'})
          return
        if text != 'silent':
          respond(asked, text.upper().encode(), {'x-amz-fwd-status': '200',
            'x-amz-fwd-header-content-type': 'text/loud', 'x-amz-meta-by': 'it'})
      """;

  @Inject Nephele nephele;
  @Inject S3ControlClient control;
  @Inject IamClient iam;

  private S3Client s3;

  @BeforeEach
  void client() {
    s3 = client(AwsBasicCredentials.create(ACCOUNT, "test"));
  }

  @AfterEach
  void close() {
    s3.close();
  }

  /** A client that takes errors as they come the first time. */
  private S3Client client(AwsBasicCredentials credentials) {
    return S3Client.builder()
        .endpointOverride(nephele.endpoint())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private String make() {
    TestFunctions functions = new TestFunctions(nephele);
    String role = functions.role("shouts", may("s3-object-lambda:WriteGetObjectResponse", "*"));
    functions.python("shout", role, SHOUT, b -> b.timeout(30));
    s3.createBucket(b -> b.bucket("words"));
    control.createAccessPoint(a -> a.accountId(ACCOUNT).name("plain").bucket("words"));
    CreateAccessPointForObjectLambdaResponse made =
        control.createAccessPointForObjectLambda(
            c -> c.accountId(ACCOUNT).name("loud").configuration(configuration("shout", null)));
    assertThat(made.objectLambdaAccessPointArn()).isEqualTo(ARN);
    assertThat(made.alias().statusAsString()).isEqualTo("READY");
    assertThat(made.alias().value())
        .startsWith("loud-")
        .endsWith("use1a--ol-s3")
        .hasSizeLessThan(64);
    return made.alias().value();
  }

  private static ObjectLambdaConfiguration configuration(String function, String payload) {
    ObjectLambdaTransformationConfiguration transformation =
        ObjectLambdaTransformationConfiguration.builder()
            .actions(
                ObjectLambdaTransformationConfigurationAction.GET_OBJECT,
                ObjectLambdaTransformationConfigurationAction.HEAD_OBJECT)
            .contentTransformation(
                t ->
                    t.awsLambda(
                        l ->
                            l.functionArn(
                                    "arn:aws:lambda:us-east-1:000000000000:function:" + function)
                                .functionPayload(payload)))
            .build();
    return ObjectLambdaConfiguration.builder()
        .supportingAccessPoint(BEHIND)
        .transformationConfigurations(transformation)
        .build();
  }

  private S3Client user(String name, String... statements) {
    iam.createUser(u -> u.userName(name));
    iam.putUserPolicy(
        p ->
            p.userName(name)
                .policyName("may")
                .policyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":["
                        + String.join(",", statements)
                        + "]}"));
    AccessKey key = iam.createAccessKey(k -> k.userName(name)).accessKey();
    return client(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }

  private static void refused(int status, String code, String text, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(text);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }

  @Test
  void functionsMakeTheAnswers() {
    String loud = make();
    s3.putObject(p -> p.bucket(loud).key("a b/ü"), RequestBody.fromString("hello"));
    s3.putObject(p -> p.bucket("words").key("silent"), RequestBody.fromString("silent"));
    assertThat(s3.getObjectAsBytes(g -> g.bucket("words").key("a b/ü")).asUtf8String())
        .isEqualTo("hello");

    ResponseBytes<GetObjectResponse> got = s3.getObjectAsBytes(g -> g.bucket(loud).key("a b/ü"));
    assertThat(got.asUtf8String()).isEqualTo("HELLO");
    assertThat(got.response().contentType()).isEqualTo("text/loud");
    assertThat(got.response().metadata()).containsEntry("by", "it");
    HeadObjectResponse head = s3.headObject(h -> h.bucket(loud).key("a b/ü"));
    assertThat(head.contentLength()).isEqualTo(7);
    assertThat(head.contentType()).isEqualTo("text/loud");
    assertThat(head.eTag()).isEqualTo("\"e\"");
    assertThat(s3.listObjectsV2(l -> l.bucket(loud)).keyCount()).isEqualTo(2);

    refused(404, "Quiet", "Nothing to shout", () -> s3.getObject(g -> g.bucket(loud).key("none")));
    refused(
        501,
        "NotImplemented",
        "not implemented",
        () -> s3.getObject(g -> g.bucket(loud).key("silent").range("bytes=0-1")));
    refused(
        405,
        "MethodNotAllowed",
        "not allowed",
        () -> s3.getObjectTagging(g -> g.bucket(loud).key("silent")));
    refused(
        500,
        "LambdaResponseNotReceived",
        "without successfully calling WriteGetObjectResponse",
        () -> s3.getObject(g -> g.bucket(loud).key("silent")));
    control.putAccessPointConfigurationForObjectLambda(
        c -> c.accountId(ACCOUNT).name("loud").configuration(configuration("shout", "break")));
    refused(
        500,
        "LambdaRuntimeError",
        "failed during execution",
        () -> s3.getObject(g -> g.bucket(loud).key("silent")));
    control.putAccessPointConfigurationForObjectLambda(
        c -> c.accountId(ACCOUNT).name("loud").configuration(configuration("none", null)));
    refused(404, "LambdaNotFound", "", () -> s3.getObject(g -> g.bucket(loud).key("silent")));
  }

  @Test
  void whoAsksMayAskAndInvokeAndRead() {
    String loud = make();
    s3.putObject(p -> p.bucket("words").key("k"), RequestBody.fromString("hello"));
    String ask = may("s3-object-lambda:GetObject", ARN);
    String invoke = may("lambda:InvokeFunction", "*");
    try (S3Client nobody = user("nobody", may("s3:*", "*"));
        S3Client asks = user("asks", ask);
        S3Client invokes = user("invokes", ask, invoke);
        S3Client reads = user("reads", ask, invoke, may("s3:GetObject", "*"))) {
      refused(
          403,
          "AccessDenied",
          "s3-object-lambda:GetObject",
          () -> nobody.getObject(g -> g.bucket(loud).key("k")));
      refused(
          403,
          "LambdaPermissionError",
          "lambda:InvokeFunction",
          () -> asks.getObject(g -> g.bucket(loud).key("k")));
      refused(403, "Quiet", "Nothing", () -> invokes.getObject(g -> g.bucket(loud).key("k")));
      assertThat(reads.getObjectAsBytes(g -> g.bucket(loud).key("k")).asUtf8String())
          .isEqualTo("HELLO");

      String policy =
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3-object-lambda:*",
          "Principal":"*","Resource":"%s"}]}\
          """
              .formatted(ARN);
      control.putAccessPointPolicyForObjectLambda(
          p -> p.accountId(ACCOUNT).name("loud").policy(policy));
      assertThat(
              control
                  .getAccessPointPolicyForObjectLambda(g -> g.accountId(ACCOUNT).name("loud"))
                  .policy())
          .isEqualTo(policy);
      refused(
          403,
          "AccessDenied",
          "explicit deny",
          () -> reads.getObject(g -> g.bucket(loud).key("k")));
    }
  }

  @Test
  void accessPointsAreToldAndRemoved() {
    make();
    assertThat(
            control
                .listAccessPointsForObjectLambda(l -> l.accountId(ACCOUNT))
                .objectLambdaAccessPointList())
        .singleElement()
        .satisfies(point -> assertThat(point.objectLambdaAccessPointArn()).isEqualTo(ARN));
    assertThat(
            control
                .getAccessPointForObjectLambda(g -> g.accountId(ACCOUNT).name("loud"))
                .publicAccessBlockConfiguration()
                .blockPublicPolicy())
        .isTrue();
    ObjectLambdaConfiguration told =
        control
            .getAccessPointConfigurationForObjectLambda(g -> g.accountId(ACCOUNT).name("loud"))
            .configuration();
    assertThat(told.supportingAccessPoint()).isEqualTo(BEHIND);
    assertThat(told.transformationConfigurations())
        .isEqualTo(configuration("shout", null).transformationConfigurations());
    assertThatThrownBy(
            () ->
                control.createAccessPointForObjectLambda(
                    c ->
                        c.accountId(ACCOUNT)
                            .name("loud")
                            .configuration(configuration("shout", null))))
        .isInstanceOf(S3ControlException.class)
        .hasMessageContaining("you already own it");
    control.deleteAccessPointForObjectLambda(d -> d.accountId(ACCOUNT).name("loud"));
    assertThatThrownBy(
            () -> control.getAccessPointForObjectLambda(g -> g.accountId(ACCOUNT).name("loud")))
        .isInstanceOf(S3ControlException.class)
        .hasMessageContaining("does not exist");
  }
}
