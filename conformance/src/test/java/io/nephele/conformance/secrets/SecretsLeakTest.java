package io.nephele.conformance.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nephele.core.World;
import io.nephele.core.store.Entry;
import io.nephele.core.store.KeyRange;
import io.nephele.core.worlds.DiffOptions;
import io.nephele.core.worlds.DiffText;
import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.audit.Explanation;
import io.nephele.identity.audit.ExplanationJson;
import io.nephele.identity.audit.ExplanationText;
import io.nephele.junit.Clients;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncryptionType;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Secrets go in by all the ways there are, calls with them succeed and fail, and then none is found
 * where it could be read: in logs, explanations, comparisons, exports, rows and files.
 */
class SecretsLeakTest {
  private static final String ROOT = "000000000000";

  @TempDir private Path folder;

  private final Planted planted = new Planted();
  private final StringBuffer logged = new StringBuffer();

  /** What is logged by us, at every level; the SDK's wire logs are the client's. */
  private final Handler log =
      new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
          logged.append(formatter.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private Nephele nephele;

  private Nephele start() {
    return Nephele.builder().store(folder).start();
  }

  private <C extends SdkClient> C client(Class<C> type, AwsCredentials credentials) {
    return Clients.create(type, nephele, "us-east-1", credentials);
  }

  private <C extends SdkClient> C root(Class<C> type) {
    return client(type, AwsBasicCredentials.create(ROOT, "test"));
  }

  private static String secret(String name) {
    return "planted-" + name + "-0123456789-0123456789";
  }

  private String plant(String name) {
    String secret = secret(name);
    planted.add(name, secret);
    return secret;
  }

  @Test
  void plantedSecretsAreFoundNowhere() throws Exception {
    Logger ours = Logger.getLogger("io.nephele");
    Level before = ours.getLevel();
    ours.setLevel(Level.ALL);
    ours.addHandler(log);
    System.getLogger("io.nephele.core").log(System.Logger.Level.TRACE, "the handler hears");
    List<String> leaks = new ArrayList<>();
    try {
      nephele = start();
      try {
        nephele.worlds().snapshot("default", "empty");
        List<AwsCredentials> callers = plantIdentities();
        plantKeys();
        plantValues();
        plantObjectsAndMessages();
        fail(callers);
        nephele.worlds().fork("default", "fork");
        look(leaks);
      } finally {
        nephele.close();
      }
      nephele = start(); // what is in the log is in tables then
      nephele.close();
      lookIntoFiles(leaks);
    } finally {
      ours.removeHandler(log);
      ours.setLevel(before);
    }
    assertThat(logged.toString()).contains("the handler hears");
    addTo(leaks, "the log", logged.toString());
    assertThat(leaks).isEmpty();
  }

  /** Keys, passwords and sessions. */
  private List<AwsCredentials> plantIdentities() {
    IamClient iam = root(IamClient.class);
    iam.createUser(r -> r.userName("user"));
    AccessKey key = iam.createAccessKey(r -> r.userName("user")).accessKey();
    planted.add("secret access key", key.secretAccessKey());
    iam.createLoginProfile(r -> r.userName("user").password(plant("password") + "aA!"));
    iam.createServiceSpecificCredential(
        r -> r.userName("user").serviceName("codecommit.amazonaws.com"));
    iam.createVirtualMFADevice(r -> r.virtualMFADeviceName("phone"));
    iam.createRole(
        r ->
            r.roleName("role")
                .assumeRolePolicyDocument(
                    """
                    {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                      "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}\
                    """));
    StsClient sts = root(StsClient.class);
    Credentials session =
        sts.assumeRole(
                r -> r.roleArn("arn:aws:iam::" + ROOT + ":role/role").roleSessionName("session"))
            .credentials();
    planted.add("session's secret key", session.secretAccessKey());
    planted.add("session token", session.sessionToken());
    return List.of(
        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()),
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));
  }

  private void plantKeys() throws Exception {
    KmsClient kms = root(KmsClient.class);
    String imported = kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata().keyId();
    GetParametersForImportResponse given =
        kms.getParametersForImport(
            r ->
                r.keyId(imported)
                    .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
                    .wrappingKeySpec(WrappingKeySpec.RSA_2048));
    byte[] material = "planted key material, 32 bytes!!".getBytes(StandardCharsets.US_ASCII);
    planted.add("imported material", material);
    PublicKey wrapping =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(given.publicKey().asByteArray()));
    Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
    rsa.init(
        Cipher.ENCRYPT_MODE,
        wrapping,
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    byte[] wrapped = rsa.doFinal(material);
    kms.importKeyMaterial(
        r ->
            r.keyId(imported)
                .importToken(given.importToken())
                .encryptedKeyMaterial(SdkBytes.fromByteArray(wrapped))
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE));
    kms.encrypt(r -> r.keyId(imported).plaintext(SdkBytes.fromUtf8String(plant("plaintext"))));
    planted.add(
        "data key",
        kms.generateDataKey(r -> r.keyId(imported).keySpec(DataKeySpec.AES_256))
            .plaintext()
            .asByteArray());
    String pairs = kms.createKey().keyMetadata().keyId();
    byte[] privateKey =
        kms.generateDataKeyPair(r -> r.keyId(pairs).keyPairSpec("ECC_NIST_P256"))
            .privateKeyPlaintext()
            .asByteArray();
    // Before it stands how it is encoded, and after it the public key.
    planted.add("private key", java.util.Arrays.copyOfRange(privateKey, 36, 64));
    kms.rotateKeyOnDemand(r -> r.keyId(pairs));
    kms.disableKey(r -> r.keyId(pairs));
  }

  private void plantValues() {
    SecretsManagerClient secrets = root(SecretsManagerClient.class);
    String name = secrets.createSecret(r -> r.name("s").secretString(plant("secret"))).arn();
    secrets.putSecretValue(
        r -> r.secretId(name).secretBinary(SdkBytes.fromUtf8String(plant("binary secret"))));
    secrets.getSecretValue(r -> r.secretId(name));
    SsmClient ssm = root(SsmClient.class);
    for (String value : new String[] {"SecureString", "overwritten SecureString"}) {
      String text = plant(value);
      ssm.putParameter(
          r -> r.name("/p").type(ParameterType.SECURE_STRING).value(text).overwrite(true));
    }
    ssm.getParameter(r -> r.name("/p").withDecryption(true));
  }

  private void plantObjectsAndMessages() throws Exception {
    S3Client s3 = root(S3Client.class);
    s3.createBucket(r -> r.bucket("bucket"));
    ServerSideEncryptionRule takesAll =
        ServerSideEncryptionRule.builder()
            .blockedEncryptionTypes(b -> b.encryptionType(EncryptionType.NONE))
            .build();
    s3.putBucketEncryption(
        r -> r.bucket("bucket").serverSideEncryptionConfiguration(c -> c.rules(takesAll)));
    S3Client secure = overTls();
    byte[] key = "planted SSE-C key of 32 bytes !!".getBytes(StandardCharsets.US_ASCII);
    planted.add("SSE-C key", key);
    String base64 = Base64.getEncoder().encodeToString(key);
    String md5 = Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(key));
    secure.putObject(
        r ->
            r.bucket("bucket")
                .key("sse-c")
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(base64)
                .sseCustomerKeyMD5(md5),
        RequestBody.fromString(plant("object under SSE-C")));
    s3.putObject(
        r -> r.bucket("bucket").key("kms").serverSideEncryption(ServerSideEncryption.AWS_KMS),
        RequestBody.fromString(plant("object under KMS")));
    String large = plant("large object under KMS").repeat(2000);
    s3.putObject(
        r -> r.bucket("bucket").key("large").serverSideEncryption(ServerSideEncryption.AWS_KMS),
        RequestBody.fromString(large));

    SqsClient sqs = root(SqsClient.class);
    String url =
        sqs.createQueue(
                r ->
                    r.queueName("q")
                        .attributes(Map.of(QueueAttributeName.KMS_MASTER_KEY_ID, "alias/aws/sqs")))
            .queueUrl();
    sqs.sendMessage(r -> r.queueUrl(url).messageBody(plant("message")));
    assertThat(sqs.receiveMessage(r -> r.queueUrl(url)).messages()).hasSize(1);
  }

  /** S3 takes keys of customers over TLS alone. */
  private S3Client overTls() {
    return S3Client.builder()
        .httpClient(
            UrlConnectionHttpClient.builder()
                .buildWithDefaults(
                    AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                        .build()))
        .endpointOverride(URI.create("https://localhost:" + nephele.endpoint().getPort()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ROOT, "test")))
        .build();
  }

  /** Calls with secrets in them that are denied or wrong. */
  private void fail(List<AwsCredentials> callers) {
    List<AwsCredentials> all = new ArrayList<>(callers);
    all.add(AwsBasicCredentials.create(ROOT, "test"));
    for (AwsCredentials caller : all) {
      SecretsManagerClient secrets = client(SecretsManagerClient.class, caller);
      SsmClient ssm = client(SsmClient.class, caller);
      IamClient iam = client(IamClient.class, caller);
      KmsClient kms = client(KmsClient.class, caller);
      fails(() -> secrets.createSecret(r -> r.name("s").secretString(secret("secret"))));
      fails(() -> secrets.putSecretValue(r -> r.secretId("none").secretString(secret("secret"))));
      fails(
          () ->
              ssm.putParameter(
                  r ->
                      r.name("/p")
                          .type(ParameterType.SECURE_STRING)
                          .value(secret("SecureString"))));
      fails(() -> iam.createLoginProfile(r -> r.userName("none").password(secret("password"))));
      fails(() -> iam.changePassword(r -> r.oldPassword("x").newPassword(secret("password"))));
      fails(
          () ->
              kms.encrypt(
                  r -> r.keyId("none").plaintext(SdkBytes.fromUtf8String(secret("plaintext")))));
    }
  }

  private static void fails(Runnable call) {
    assertThat(catchThrowable(call::run)).as("an error").isNotNull();
  }

  /** While it runs: all rows as they are, explanations, comparisons, an export. */
  private void look(List<String> leaks) throws Exception {
    for (String name : List.of("default", "fork")) {
      World world = nephele.worlds().find(name);
      world
          .store()
          .read(
              reader -> {
                for (Entry row : reader.scan(KeyRange.ALL)) {
                  addTo(leaks, "the row " + row.key(), row.value());
                }
                return null;
              });
    }
    DiffOptions all = DiffOptions.DEFAULT.withAll(true);
    StringBuilder text = new StringBuilder();
    nephele.worlds().compare("empty", "default", all, new DiffText(text, "empty", "default"));
    assertThat(text).contains("iam.access-keys").contains("kms.materials");
    addTo(leaks, "the comparison", text.toString());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    nephele.worlds().exportTo(file, "default", "test");
    byte[] bytes = file.toByteArray();
    int line = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    byte[] rows =
        new InflaterInputStream(new ByteArrayInputStream(bytes, line, bytes.length - line))
            .readAllBytes();
    assertThat(new String(rows, StandardCharsets.ISO_8859_1)).contains("iam.access-keys");
    addTo(leaks, "the export", rows);
    String why = why();
    assertThat(why).contains("secretsmanager:CreateSecret");
    addTo(leaks, "the explanations", why);
  }

  private String why() {
    StringBuilder text = new StringBuilder();
    List<Explanation> denials = Identity.of(nephele.world()).explanations().lastDenials(1000);
    denials.forEach(one -> text.append(ExplanationText.of(one)));
    return text.append(ExplanationJson.of(denials)).toString();
  }

  private void lookIntoFiles(List<String> leaks) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        addTo(leaks, "the file " + folder.relativize(file), Files.readAllBytes(file));
      }
    }
  }

  private void addTo(List<String> leaks, String where, String text) {
    addTo(leaks, where, text.getBytes(StandardCharsets.UTF_8));
  }

  private void addTo(List<String> leaks, String where, byte[] bytes) {
    planted.foundIn(bytes).forEach(name -> leaks.add(name + ", in " + where));
  }

  @Test
  void aSecretIsFoundInAnyForm() {
    Planted one = new Planted();
    byte[] bytes = secret("x").getBytes(StandardCharsets.UTF_8);
    one.add("x", bytes);
    String base64 =
        Base64.getEncoder().encodeToString(("ab" + secret("x")).getBytes(StandardCharsets.UTF_8));
    assertThat(one.foundIn(("..." + secret("x")).getBytes(StandardCharsets.UTF_8)))
        .containsExactly("x as it is");
    assertThat(one.foundIn(("..." + base64).getBytes(StandardCharsets.UTF_8)))
        .containsExactly("x in base64");
    assertThat(
            one.foundIn(java.util.HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.UTF_8)))
        .containsExactly("x in hexadecimal");
    assertThat(one.foundIn("nothing".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
