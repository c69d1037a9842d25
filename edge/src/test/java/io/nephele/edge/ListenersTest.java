package io.nephele.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.web.Listener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Ports that services open beside the server's own. */
class ListenersTest {
  private final HttpClient client = HttpClient.newHttpClient();

  private String get(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  @Test
  @SuppressWarnings("try") // closing one early is what is tested
  void everyPortHasItsOwnHandler() throws Exception {
    EdgeHost host = new EdgeHost();
    try (EdgeServer server =
        EdgeServer.start("127.0.0.1", 0, null, request -> PlainResponses.text(200, "front"))) {
      assertThatThrownBy(host::endpoint).isInstanceOf(IllegalStateException.class);
      host.reachable(server, "localhost");
      assertThat(host.endpoint()).isEqualTo(URI.create("http://127.0.0.1:" + server.port()));
      try (Listener one = host.listen(request -> PlainResponses.text(200, "one" + request.path()));
          Listener two = host.listen(request -> PlainResponses.text(200, "two"))) {
        assertThat(get(one.port(), "/next?a")).isEqualTo("one/next");
        assertThat(get(two.port(), "/")).isEqualTo("two");
        assertThat(get(server.port(), "/")).isEqualTo("front");

        two.close();
        // The connection that is kept alive is not the front door's now.
        assertThat(get(one.port(), "/")).isEqualTo("one/");
        assertThatThrownBy(
                () -> {
                  try (RawConnection ignored = new RawConnection(two.port())) {
                    ignored.toString();
                  }
                })
            .isInstanceOf(ConnectException.class);
      }
    }
  }
}
