package io.nephele.services.sts;

import io.nephele.api.sts.IDPCommunicationErrorException;
import io.nephele.api.sts.InvalidIdentityTokenException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches documents of OpenID Connect providers: over HTTPS, or over HTTP from this machine itself.
 * Redirects are not followed, and size and time are bounded.
 */
final class ProviderFetch {
  private static final int MAX_BYTES = 512 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int SECONDS = 10;
  private static final int OK = 200;

  private ProviderFetch() {}

  /**
   * The text at a URL.
   *
   * @param thumbprints of certificates that are taken besides those that the public trusts
   * @throws io.nephele.model.AwsException if it cannot be had
   */
  static String text(String url, List<String> thumbprints) {
    URI uri = allowed(url);
    // Trust takes long to load, and is not asked over HTTP.
    PinnedTrust trust =
        uri.getScheme().equalsIgnoreCase("http") ? null : PinnedTrust.of(thumbprints);
    try (HttpClient client = client(trust)) {
      HttpRequest request =
          HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
      CompletableFuture<HttpResponse<byte[]>> answer =
          client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
      try {
        HttpResponse<byte[]> response = answer.get(SECONDS, TimeUnit.SECONDS);
        if (response.statusCode() != OK) {
          throw noKey();
        }
        return new String(response.body(), StandardCharsets.UTF_8);
      } finally {
        answer.cancel(true);
        client.shutdownNow();
      }
    } catch (ExecutionException e) {
      throw failed(e.getCause(), trust);
    } catch (TimeoutException e) {
      throw unreachable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable();
    }
  }

  private static HttpClient client(PinnedTrust trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    return trust == null ? builder.build() : builder.sslContext(trust.context()).build();
  }

  /** Whether documents may be fetched from there. */
  static URI allowed(String url) {
    try {
      URI uri = new URI(url);
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      boolean here = "http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost());
      if (uri.getHost() != null && (secure || here)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // answered below
    }
    throw noKey();
  }

  private static boolean isLoopback(String host) {
    return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
  }

  private static RuntimeException failed(Throwable cause, PinnedTrust trust) {
    if (trust != null && trust.refused()) {
      return new InvalidIdentityTokenException(
          "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint");
    }
    return cause instanceof IOException ? unreachable() : noKey();
  }

  private static RuntimeException unreachable() {
    return new IDPCommunicationErrorException(
        "The identity provider could not be reached to verify the token.");
  }

  /** The provider answers, but not with a key. */
  static RuntimeException noKey() {
    return new InvalidIdentityTokenException(
        "Couldn't retrieve verification key from your identity provider,  please reference"
            + " AssumeRoleWithWebIdentity documentation for requirements");
  }
}
