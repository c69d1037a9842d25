package io.nephele.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class PreparingServerTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void listensWhenItIsToldWhoAnswers() throws Exception {
    int port = freePort();
    PreparingServer preparing = PreparingServer.begin("127.0.0.1", port, null);
    assertThatThrownBy(() -> new Socket(HERE, port).close()).isInstanceOf(ConnectException.class);
    try (EdgeServer server =
            preparing.listen(request -> PlainResponses.text(200, "at " + request.path()));
        Socket socket = new Socket(HERE, port)) {
      assertThat(server.port()).isEqualTo(port);
      socket
          .getOutputStream()
          .write("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 200")
          .endsWith("at /x");
    }
  }

  @Test
  void tellsThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, HERE)) {
      PreparingServer preparing = PreparingServer.begin("127.0.0.1", taken.getLocalPort(), null);
      assertThatThrownBy(() -> preparing.listen(request -> PlainResponses.text(200, "")))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("is in use by another program");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
      return socket.getLocalPort();
    }
  }
}
