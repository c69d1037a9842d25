package io.nephele.bench.secrets;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.LoadResult;
import io.nephele.bench.load.LoadRun;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.RequestSteps;
import io.nephele.bench.load.Sample;
import io.nephele.bench.load.Step;
import io.nephele.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server under test with a parameter, a secret and keys of KMS. */
final class SecretsServer implements AutoCloseable {
  static final int PLAINTEXT = 1024;

  private static final String DIGEST = Base64.getEncoder().encodeToString(new byte[32]);
  private static final Pattern KEY_ID = Pattern.compile("\"KeyId\": *\"([^\"]+)\"");

  private final String name;
  private final ServerProcess process;
  private String secretKey;
  private String rsaKey;
  private String p256Key;

  private SecretsServer(String name, ServerProcess process) {
    this.name = name;
    this.process = process;
  }

  /** Starts a server and makes what is measured; see {@link ServerProcess}. */
  static SecretsServer start(String name, String command, Path logs)
      throws IOException, InterruptedException {
    SecretsServer server = new SecretsServer(name, ServerProcess.start(name, command, logs));
    try {
      server.prepare();
    } catch (IOException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void prepare() throws IOException {
    call(
        "ssm",
        "AmazonSSM.PutParameter",
        "{\"Name\":\"/bench/a\",\"Value\":\"a value\",\"Type\":\"String\"}");
    call(
        "secretsmanager",
        "secretsmanager.CreateSecret",
        "{\"Name\":\"bench\",\"SecretString\":\"{\\\"user\\\":\\\"u\\\",\\\"password\\\":\\\"p\\\"}\","
            + "\"ClientRequestToken\":\"11111111-1111-1111-1111-111111111111\"}");
    secretKey = key("{}");
    rsaKey = key("{\"KeyUsage\":\"SIGN_VERIFY\",\"KeySpec\":\"RSA_2048\"}");
    p256Key = key("{\"KeyUsage\":\"SIGN_VERIFY\",\"KeySpec\":\"ECC_NIST_P256\"}");
  }

  private String key(String json) throws IOException {
    Matcher id = KEY_ID.matcher(call("kms", "TrentService.CreateKey", json));
    if (!id.find()) {
      throw new IOException("CreateKey answered no KeyId");
    }
    return id.group(1);
  }

  String name() {
    return name;
  }

  ServerProcess process() {
    return process;
  }

  private RequestBytes request(String service, String target, String json) {
    return new RequestBytes(
            process.address().getHostString() + ":" + process.address().getPort(),
            "/",
            "X-Amz-Target: "
                + target
                + "\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Date: 20261121T000000Z\r\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/"
                + service
                + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0\r\n")
        .add(json)
        .finish();
  }

  private String call(String service, String target, String json) throws IOException {
    try (HttpConnection connection = new HttpConnection(process.address())) {
      connection.exchange(request(service, target, json));
      if (connection.status() != 200) {
        throw new IOException(
            target + " answered " + connection.status() + ": " + connection.bodyText());
      }
      return connection.bodyText();
    }
  }

  /** One window of a workload. */
  Sample measure(Workload workload, int connections, Duration time)
      throws IOException, InterruptedException {
    double cpu = process.cpuSeconds();
    LoadResult result =
        new LoadRun(process.address()).run(connections, time, () -> step(workload, connections));
    return new Sample(result, process.cpuSeconds() - cpu);
  }

  private Step step(Workload workload, int connections) {
    RequestBytes request = request(workload.service(), workload.target(), body(workload));
    if (workload == Workload.ENCRYPT_DECRYPT) {
      return new EncryptStep(request, request("kms", "TrentService.Decrypt", ""));
    }
    return new RequestSteps(new RequestBytes[] {request}, connections).next();
  }

  private String body(Workload workload) {
    return switch (workload) {
      case GET_PARAMETER -> "{\"Name\":\"/bench/a\"}";
      case GET_SECRET_VALUE -> "{\"SecretId\":\"bench\"}";
      case ENCRYPT_DECRYPT ->
          "{\"KeyId\":\""
              + secretKey
              + "\",\"Plaintext\":\""
              + Base64.getEncoder().encodeToString(new byte[PLAINTEXT])
              + "\"}";
      case GENERATE_DATA_KEY -> "{\"KeyId\":\"" + secretKey + "\",\"KeySpec\":\"AES_256\"}";
      case SIGN_RSA -> sign(rsaKey, "RSASSA_PKCS1_V1_5_SHA_256");
      case SIGN_P256 -> sign(p256Key, "ECDSA_SHA_256");
    };
  }

  private static String sign(String key, String algorithm) {
    return "{\"KeyId\":\""
        + key
        + "\",\"MessageType\":\"RAW\",\"Message\":\""
        + DIGEST
        + "\",\"SigningAlgorithm\":\""
        + algorithm
        + "\"}";
  }

  @Override
  public void close() {
    process.close();
  }
}
