package io.nephele.conformance.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.edge.BrowserGuard;
import io.nephele.edge.WorldEndpoints;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkClient;

/** A Nephele with the endpoints of worlds, and how tests call them. */
final class WorldCalls implements AutoCloseable {
  private static final String PATH = "/_nephele/worlds";

  private final Nephele nephele;
  private final HttpClient http = HttpClient.newHttpClient();

  private WorldCalls(Nephele nephele) {
    this.nephele = nephele;
  }

  /** A Nephele whose clock stands at that time. */
  static WorldCalls startAt(Instant time) {
    BrowserGuard guard = new BrowserGuard(List.of());
    return new WorldCalls(
        Nephele.builder()
            .clock(new VirtualClock(time))
            .gate((worlds, doors) -> new WorldEndpoints(worlds, "test", guard, doors))
            .start());
  }

  Nephele nephele() {
    return nephele;
  }

  /** A client of the root user of account 000000000000 in a world. */
  <C extends SdkClient> C client(Class<C> type, String world) {
    return client(type, world, "000000000000", "test");
  }

  /** A client in a world with a key. */
  <C extends SdkClient> C client(Class<C> type, String world, String keyId, String secret) {
    String prefix = world.equals("default") ? "" : world + ".";
    return Clients.create(
        type, nephele, "eu-west-1", AwsBasicCredentials.create(prefix + keyId, secret));
  }

  VirtualClock clock(String world) {
    return (VirtualClock) nephele.worlds().find(world).clock();
  }

  byte[] export(String world) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            request("/export?name=" + world).GET().build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  String get(String pathAndQuery, int status) throws IOException, InterruptedException {
    return send(request(pathAndQuery).GET(), status);
  }

  Map<?, ?> diff(String query) throws IOException, InterruptedException {
    return (Map<?, ?>) JsonText.parse(get("/diff?" + query, 200));
  }

  String post(String pathAndQuery, byte[] body, int status)
      throws IOException, InterruptedException {
    return send(request(pathAndQuery).POST(HttpRequest.BodyPublishers.ofByteArray(body)), status);
  }

  void post(String pathAndQuery) throws IOException, InterruptedException {
    post(pathAndQuery, new byte[0], 204);
  }

  private String send(HttpRequest.Builder request, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return response.body();
  }

  private HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(nephele.endpoint().resolve(PATH + pathAndQuery));
  }

  @Override
  public void close() {
    http.close();
    nephele.close();
  }
}
