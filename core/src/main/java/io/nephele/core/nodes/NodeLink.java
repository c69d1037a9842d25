package io.nephele.core.nodes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nephele.model.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Carries messages to other nodes over HTTP, signed with the secret that the nodes share. */
final class NodeLink implements AutoCloseable {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int TAKEN = 204;

  private final ReentrantLock making = new ReentrantLock();
  private HttpClient client;
  private boolean closed;

  /** Sends a message; returns whether it was taken. */
  boolean send(String address, byte[] message, Bytes secret) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/cbor")
            .header(Nodes.SIGNATURE, sign(message, secret))
            .POST(HttpRequest.BodyPublishers.ofByteArray(message))
            .build();
    HttpClient client = client();
    try {
      return client != null
          && client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == TAKEN;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a message was signed with that secret. */
  static boolean isSigned(byte[] message, String signature, Bytes secret) {
    return signature != null
        && MessageDigest.isEqual(
            sign(message, secret).getBytes(US_ASCII), signature.getBytes(US_ASCII));
  }

  private static String sign(byte[] message, Bytes secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.toArray(), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  /** Made when the first message is sent; null once closed. */
  private HttpClient client() {
    making.lock();
    try {
      if (client == null && !closed) {
        client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
      }
      return closed ? null : client;
    } finally {
      making.unlock();
    }
  }

  @Override
  public void close() {
    making.lock();
    try {
      closed = true;
      if (client != null) {
        client.shutdownNow();
      }
    } finally {
      making.unlock();
    }
  }
}
