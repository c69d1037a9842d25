package io.nephele.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.lambda.Lambda;
import io.nephele.api.lambda.UpdateFunctionCodeRequest;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionVersion;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.s3.S3Client;

/** Functions are made, changed, versioned and deleted. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FunctionsTest {
  private static final String SOURCE = "def handler(event, context):\n  return event\n";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo";

  @Inject Nephele nephele;
  @Inject LambdaClient lambda;
  @Inject S3Client s3;
  @Inject IamClient iam;

  private TestFunctions functions;
  private String role;

  @BeforeEach
  void role() {
    functions = new TestFunctions(nephele);
    role = functions.role("runner");
  }

  private static void assertError(ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            LambdaException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(message);
            });
  }

  @Test
  @Fact({"lambda-005", "lambda-082", "lambda-134"})
  void aFunctionHasDefaults() throws Exception {
    CreateFunctionResponse made = functions.python("echo", role, SOURCE);
    assertThat(made.state()).isEqualTo(State.PENDING);
    assertThat(made.stateReasonCodeAsString()).isEqualTo("Creating");

    GetFunctionResponse got = lambda.getFunction(b -> b.functionName("echo"));
    FunctionConfiguration configuration = got.configuration();
    assertThat(configuration.state()).isEqualTo(State.ACTIVE);
    assertThat(configuration.lastUpdateStatusAsString()).isEqualTo("Successful");
    assertThat(configuration.functionArn()).isEqualTo(ARN);
    assertThat(configuration.timeout()).isEqualTo(3);
    assertThat(configuration.memorySize()).isEqualTo(128);
    assertThat(configuration.version()).isEqualTo("$LATEST");
    assertThat(configuration.ephemeralStorage().size()).isEqualTo(512);
    assertThat(configuration.architecturesAsStrings()).containsExactly("x86_64");
    assertThat(configuration.loggingConfig().logGroup()).isEqualTo("/aws/lambda/echo");
    assertThat(configuration.vpcConfig()).isNull();
    byte[] fetched;
    try (InputStream in = URI.create(got.code().location()).toURL().openStream()) {
      fetched = in.readAllBytes();
    }
    assertThat(fetched).hasSize(configuration.codeSize().intValue());
    assertThat(
            Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(fetched)))
        .isEqualTo(configuration.codeSha256());
  }

  @Test
  void aLinkToCodeIsGoodForItsFunctionOnly() {
    functions.python("echo", role, SOURCE);
    String link = lambda.getFunction(b -> b.functionName("echo")).code().location();
    assertThatThrownBy(() -> URI.create(link.replace("echo", "other")).toURL().openStream().close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("403");
  }

  @Test
  @Fact("lambda-066")
  void aRoleMustTrustLambda() {
    String other =
        iam.createRole(
                b ->
                    b.roleName("other")
                        .assumeRolePolicyDocument(
                            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":"
                                + "\"sts:AssumeRole\"}]}"))
            .role()
            .arn();
    assertError(
        () -> functions.python("echo", other, SOURCE),
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.");
    assertError(
        () -> functions.python("echo", role + "-missing", SOURCE),
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.");
  }

  @Test
  @Fact({
    "lambda-002",
    "lambda-003",
    "lambda-006",
    "lambda-081",
    "lambda-083",
    "lambda-085",
    "lambda-088"
  })
  void settingsAreBounded() {
    assertError(
        () -> functions.python("echo", role, SOURCE, b -> b.memorySize(127)),
        "ValidationException",
        "Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater"
            + " than or equal to 128");
    assertError(
        () -> functions.python("echo", role, SOURCE, b -> b.memorySize(10_241)),
        "ValidationException",
        "less than or equal to 10240");
    assertError(
        () -> functions.python("echo", role, SOURCE, b -> b.timeout(901)),
        "ValidationException",
        "less than or equal to 900");
    assertError(
        () ->
            functions.python(
                "echo",
                role,
                SOURCE,
                b -> b.environment(e -> e.variables(Map.of("AWS_REGION", "x")))),
        "InvalidParameterValueException",
        "Reserved keys used in this request: AWS_REGION");
    assertError(
        () ->
            functions.python(
                "echo",
                role,
                SOURCE,
                b -> b.environment(e -> e.variables(Map.of("LONG", "x".repeat(4096))))),
        "InvalidParameterValueException",
        "exceeded the 4KB limit");
    assertError(
        () -> functions.python("echo", role, SOURCE, b -> b.runtime("python3.7")),
        "InvalidParameterValueException",
        "The runtime parameter of python3.7 is no longer supported");
    assertError(
        () -> functions.python("echo", role, SOURCE, b -> b.runtime("python9.9")),
        "InvalidParameterValueException",
        "Value python9.9 at 'runtime' failed to satisfy constraint: Member must satisfy enum value"
            + " set: [java8.al2, ");
    functions.python("echo", role, SOURCE, b -> b.memorySize(129).timeout(900));
    lambda.updateFunctionConfiguration(b -> b.functionName("echo").memorySize(10_240));
    assertThat(lambda.getFunctionConfiguration(b -> b.functionName("echo")).memorySize())
        .isEqualTo(10_240);
    assertError(
        () -> lambda.updateFunctionConfiguration(b -> b.functionName("echo").runtime("nodejs12.x")),
        "InvalidParameterValueException",
        "The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS"
            + " Lambda functions. We recommend you use a supported runtime");
  }

  @Test
  @Fact({"lambda-048", "lambda-077"})
  void largeArchivesComeFromS3() throws IOException {
    functions.python("echo", role, SOURCE);
    byte[] large = stored(50 * 1024 * 1024);
    assertThatThrownBy(
            () ->
                nephele
                    .world()
                    .call(
                        Lambda.UpdateFunctionCode,
                        new UpdateFunctionCodeRequest()
                            .functionName("echo")
                            .zipFile(Bytes.of(large)),
                        Principal.root(
                            Regions.find("us-east-1").partition(), TestFunctions.ACCOUNT),
                        Regions.find("us-east-1")))
        .isInstanceOfSatisfying(
            AwsException.class,
            e -> {
              assertThat(e.status()).isEqualTo(413);
              assertThat(e.code()).isEqualTo("RequestEntityTooLargeException");
              assertThat(e.getMessage())
                  .isEqualTo(
                      "Request must be smaller than 70167211 bytes for the UpdateFunctionCode"
                          + " operation");
            });
    s3.createBucket(b -> b.bucket("code"));
    s3.putObject(b -> b.bucket("code").key("large.zip"), RequestBody.fromBytes(large));
    assertThat(
            lambda
                .updateFunctionCode(b -> b.functionName("echo").s3Bucket("code").s3Key("large.zip"))
                .codeSize())
        .isEqualTo(large.length);
  }

  /** An archive whose one file has so many bytes, which are not compressed. */
  private static byte[] stored(int size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(size + 200);
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      byte[] zeros = new byte[size];
      CRC32 crc = new CRC32();
      crc.update(zeros);
      ZipEntry entry = new ZipEntry("zeros");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(size);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(zeros);
    }
    return out.toByteArray();
  }

  @Test
  @Fact({"lambda-075", "lambda-076"})
  void codeComesFromRequestsAndFromS3() {
    functions.python("echo", role, SOURCE);
    String first = lambda.getFunctionConfiguration(b -> b.functionName("echo")).codeSha256();
    String second =
        lambda
            .updateFunctionCode(b -> b.functionName("echo").zipFile(Zips.python("handler = 1\n")))
            .codeSha256();
    assertThat(second).isNotEqualTo(first);
    s3.createBucket(b -> b.bucket("code"));
    s3.putObject(
        b -> b.bucket("code").key("a.zip"),
        RequestBody.fromBytes(Zips.python(SOURCE + "#\n").asByteArray()));
    assertThat(
            lambda
                .updateFunctionCode(b -> b.functionName("echo").s3Bucket("code").s3Key("a.zip"))
                .codeSha256())
        .isNotIn(first, second);
    assertError(
        () -> lambda.updateFunctionCode(b -> b.functionName("echo").s3Bucket("code").s3Key("b")),
        "InvalidParameterValueException",
        "Error occurred while GetObject. S3 Error Code: NoSuchKey.");
    assertError(
        () ->
            lambda.updateFunctionCode(
                b -> b.functionName("echo").zipFile(SdkBytes.fromUtf8String("no zip"))),
        "InvalidParameterValueException",
        "Could not unzip uploaded file.");
  }

  @Test
  @Fact({
    "lambda-036",
    "lambda-037",
    "lambda-038",
    "lambda-089",
    "lambda-096",
    "lambda-097",
    "lambda-115",
    "lambda-116",
    "lambda-117",
    "lambda-118"
  })
  void versionsAreCopiesThatDoNotChange() {
    functions.python(
        "echo", role, SOURCE, b -> b.environment(e -> e.variables(Map.of("KEY", "1"))));
    assertThat(lambda.publishVersion(b -> b.functionName("echo")).functionArn())
        .isEqualTo(ARN + ":1");
    assertThat(lambda.publishVersion(b -> b.functionName("echo")).version())
        .as("nothing has changed")
        .isEqualTo("1");
    lambda.updateFunctionConfiguration(
        b -> b.functionName("echo").environment(e -> e.variables(Map.of("KEY", "2"))));
    lambda.updateFunctionCode(b -> b.functionName("echo").zipFile(Zips.python("#\n")));
    var one = lambda.getFunctionConfiguration(b -> b.functionName("echo").qualifier("1"));
    var latest = lambda.getFunctionConfiguration(b -> b.functionName("echo:$LATEST"));
    assertThat(one.environment().variables()).containsEntry("KEY", "1");
    assertThat(latest.environment().variables()).containsEntry("KEY", "2");
    assertThat(latest.codeSha256()).isNotEqualTo(one.codeSha256());
    assertThat(lambda.publishVersion(b -> b.functionName("echo")).version()).isEqualTo("2");
    assertError(
        () -> lambda.updateFunctionConfiguration(b -> b.functionName(ARN + ":1").timeout(5)),
        "InvalidParameterValueException",
        "");
    assertThat(lambda.listVersionsByFunction(b -> b.functionName("echo")).versions())
        .extracting(FunctionConfiguration::version)
        .containsExactly("$LATEST", "1", "2");
    assertThat(lambda.listFunctions(b -> b.functionVersion(FunctionVersion.ALL)).functions())
        .hasSize(3);
  }

  @Test
  @Fact({"lambda-119", "lambda-120"})
  void aliasesNameVersions() {
    functions.python("echo", role, SOURCE, b -> b.publish(true));
    for (String name : List.of("dev", "test", "prod")) {
      assertThat(
              lambda
                  .createAlias(b -> b.functionName("echo").name(name).functionVersion("1"))
                  .aliasArn())
          .isEqualTo(ARN + ":" + name);
    }
    assertThat(lambda.listAliases(b -> b.functionName("echo")).aliases()).hasSize(3);
    assertError(
        () -> lambda.createAlias(b -> b.functionName("echo").name("dev").functionVersion("1")),
        "ResourceConflictException",
        "Alias already exists: " + ARN + ":dev");
    assertError(
        () -> lambda.updateAlias(b -> b.functionName("echo").name("dev").functionVersion("7")),
        "ResourceNotFoundException",
        "Function not found: " + ARN + ":7");
    assertError(
        () ->
            lambda.updateAlias(
                b ->
                    b.functionName("echo")
                        .name("dev")
                        .routingConfig(r -> r.additionalVersionWeights(Map.of("1", 0.5)))),
        "InvalidParameterValueException",
        "already included in routing configuration");
    assertError(
        () -> lambda.deleteFunction(b -> b.functionName("echo").qualifier("1")),
        "ResourceConflictException",
        "Unable to delete version because the following aliases reference it: [dev, prod, test]");
    assertError(
        () ->
            lambda.updateAlias(b -> b.functionName("echo").name("dev").revisionId("not this one")),
        "PreconditionFailedException",
        "The RevisionId provided does not match the latest RevisionId.");
  }

  @Test
  @Fact({"lambda-016", "lambda-123", "lambda-126"})
  void reservedConcurrencyIsTakenFromTheAccounts() {
    functions.python("echo", role, SOURCE);
    lambda.putFunctionConcurrency(b -> b.functionName("echo").reservedConcurrentExecutions(300));
    var limits = lambda.getAccountSettings(b -> {}).accountLimit();
    assertThat(limits.concurrentExecutions()).isEqualTo(1000);
    assertThat(limits.unreservedConcurrentExecutions()).isEqualTo(700);
    assertError(
        () ->
            lambda.putFunctionConcurrency(
                b -> b.functionName("echo").reservedConcurrentExecutions(901)),
        "InvalidParameterValueException",
        "below its minimum value of [100]");
    assertThat(lambda.getFunction(b -> b.functionName("echo")).concurrency())
        .extracting(c -> c.reservedConcurrentExecutions())
        .isEqualTo(300);
  }

  @Test
  void aDeletedFunctionIsGone() {
    functions.python("echo", role, SOURCE, b -> b.publish(true));
    assertThat(lambda.getAccountSettings(b -> {}).accountUsage().functionCount()).isEqualTo(1);
    lambda.deleteFunction(b -> b.functionName("echo"));
    assertError(
        () -> lambda.getFunction(b -> b.functionName("echo")),
        "ResourceNotFoundException",
        "Function not found: " + ARN);
    assertThat(lambda.getAccountSettings(b -> {}).accountUsage().functionCount()).isZero();
    assertThat(lambda.getAccountSettings(b -> {}).accountUsage().totalCodeSize()).isZero();
  }

  @Test
  void enforcedSignaturesRefuseCode() {
    String warning = signing("Warn");
    String enforcing = signing("Enforce");
    functions.python("echo", role, SOURCE, b -> b.codeSigningConfigArn(warning));
    assertThat(
            lambda
                .listFunctionsByCodeSigningConfig(b -> b.codeSigningConfigArn(warning))
                .functionArns())
        .containsExactly(ARN);
    assertError(
        () -> functions.python("other", role, SOURCE, b -> b.codeSigningConfigArn(enforcing)),
        "CodeVerificationFailedException",
        "Lambda cannot deploy the function.");
  }

  private String signing(String policy) {
    return lambda
        .createCodeSigningConfig(
            b ->
                b.allowedPublishers(
                        p ->
                            p.signingProfileVersionArns(
                                "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/abc"))
                    .codeSigningPolicies(p -> p.untrustedArtifactOnDeployment(policy)))
        .codeSigningConfig()
        .codeSigningConfigArn();
  }

  @Test
  @Fact({"lambda-013", "lambda-086", "lambda-090", "lambda-141", "lambda-142"})
  void variablesMayBeUnderAKeyOfTheCustomers() {
    KmsClient kms =
        Clients.create(KmsClient.class, nephele.endpoint(), "us-east-1", "000000000000");
    String key = kms.createKey(b -> {}).keyMetadata().arn();
    String source = "import os\ndef handler(e, c):\n  return os.environ['SECRET']\n";
    functions.python(
        "secretive",
        role,
        source,
        b -> b.kmsKeyArn(key).environment(e -> e.variables(Map.of("SECRET", "s3cret"))));
    assertThat(functions.invoke("secretive", "{}").payload().asUtf8String())
        .isEqualTo("\"s3cret\"");
    assertThat(
            lambda
                .getFunctionConfiguration(b -> b.functionName("secretive"))
                .environment()
                .variables())
        .containsEntry("SECRET", "s3cret");
    kms.disableKey(b -> b.keyId(key));
    assertThat(
            lambda
                .getFunctionConfiguration(b -> b.functionName("secretive"))
                .environment()
                .error()
                .errorCode())
        .isEqualTo("DisabledException");
    lambda.updateFunctionConfiguration(b -> b.functionName("secretive").timeout(5));
    assertError(
        () -> functions.invoke("secretive", "{}"),
        "KMSDisabledException",
        "Lambda was unable to decrypt the environment variables because the KMS key used is"
            + " disabled.");
  }

  @Test
  @Fact("lambda-078")
  void unpackedCodeIsBounded() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(1);
      byte[] zeros = new byte[1024 * 1024];
      zip.putNextEntry(new ZipEntry("zeros"));
      for (int i = 0; i < 251; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    functions.python("echo", role, SOURCE);
    assertError(
        () ->
            lambda.updateFunctionCode(
                b -> b.functionName("echo").zipFile(SdkBytes.fromByteArray(out.toByteArray()))),
        "InvalidParameterValueException",
        "Unzipped size must be smaller than 262144000 bytes");
  }

  @Test
  void resourcesHaveTags() {
    functions.python("echo", role, SOURCE, b -> b.tags(Map.of("team", "blue")));
    lambda.tagResource(b -> b.resource(ARN).tags(Map.of("stage", "test")));
    lambda.untagResource(b -> b.resource(ARN).tagKeys("team"));
    assertThat(lambda.listTags(b -> b.resource(ARN)).tags()).isEqualTo(Map.of("stage", "test"));
    String signing = signing("Warn");
    lambda.tagResource(b -> b.resource(signing).tags(Map.of("a", "b")));
    assertThat(lambda.listTags(b -> b.resource(signing)).tags()).isEqualTo(Map.of("a", "b"));
    assertError(
        () -> lambda.tagResource(b -> b.resource(ARN + ":1").tags(Map.of("a", "b"))),
        "InvalidParameterValueException",
        "Tags on function aliases and versions are not supported.");
    assertError(
        () ->
            lambda.listTags(
                b ->
                    b.resource(
                        "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:"
                            + "00000000-0000-0000-0000-000000000000")),
        "ResourceNotFoundException",
        "The resource you requested does not exist.");
  }
}
