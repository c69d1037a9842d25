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

class StartingServerTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

  @Test
  void aRequestThatComesEarlyIsAnsweredWhenItIsKnownByWhom() throws Exception {
    int port = freePort();
    try (StartingServer starting = StartingServer.begin("127.0.0.1", port, null);
        Socket early = connect(port)) {
      early.getOutputStream().write(REQUEST);
      try (EdgeServer server =
          starting.answerBy(request -> PlainResponses.text(200, "at " + request.path()))) {
        assertThat(server.port()).isEqualTo(port);
        assertThat(answer(early)).startsWith("HTTP/1.1 200").endsWith("at /");
      }
    }
  }

  @Test
  void aRequestThatNobodyWillAnswerIsRefused() throws Exception {
    int port = freePort();
    StartingServer starting = StartingServer.begin("127.0.0.1", port, null);
    try (Socket early = connect(port)) {
      early.getOutputStream().write(REQUEST);
      starting.close();
      String answer = answer(early);
      assertThat(answer.isEmpty() || answer.startsWith("HTTP/1.1 503")).as(answer).isTrue();
    }
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void aTakenPortIsToldToWhoSaysWhoAnswers() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StartingServer starting = StartingServer.begin("127.0.0.1", taken.getLocalPort(), null);
      assertThatThrownBy(() -> starting.answerBy(request -> PlainResponses.text(200, "")))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("is in use by another program");
      starting.close();
    }
  }

  /** Connects as soon as somebody listens. */
  private static Socket connect(int port) throws IOException {
    while (true) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (ConnectException e) {
        Thread.onSpinWait();
      }
    }
  }

  /** What comes until the connection is closed; nothing if it is cut. */
  private static String answer(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
