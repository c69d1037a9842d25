package io.nephele.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.zip.CRC32;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeServerTest {
  private static EdgeServer start(HttpHandler handler) throws IOException {
    return EdgeServer.start("127.0.0.1", 0, null, handler);
  }

  private static URI uri(String scheme, EdgeServer server, String path) {
    return URI.create(scheme + "://localhost:" + server.port() + path);
  }

  private static HttpResponse ok(Body body) {
    return new HttpResponse(200, new Headers().add("x-amzn-RequestId", "r-1"), body);
  }

  private static HttpResponse ok(String text) {
    return ok(Body.of(Bytes.utf8(text)));
  }

  /** Answers with what it was asked. */
  private static HttpResponse describe(HttpRequest request) {
    return ok(
        String.join(
            " ",
            request.method(),
            request.path(),
            String.valueOf(request.query()),
            request.host(),
            request.remoteAddress(),
            String.valueOf(request.secure())));
  }

  /** Answers with the length and the checksum of the content. */
  private static HttpResponse digest(HttpRequest request) {
    CRC32 crc = new CRC32();
    long count = 0;
    byte[] buffer = new byte[8192];
    try (InputStream in = request.body().open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
        count += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ok(request.body().length() + " " + count + " " + Long.toHexString(crc.getValue()));
  }

  /** Bytes that are made as they are read. */
  private static InputStream made(long length) {
    return new InputStream() {
      private long at;

      @Override
      public int read() {
        return at < length ? (int) (at++ * 31 >>> 3) & 0xff : -1;
      }

      @Override
      public int read(byte[] target, int offset, int limit) {
        if (at == length) {
          return -1;
        }
        int count = (int) Math.min(limit, length - at);
        for (int i = 0; i < count; i++) {
          target[offset + i] = (byte) read();
        }
        return count;
      }
    };
  }

  private static String crcOfMade(long length) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = made(length)) {
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return Long.toHexString(crc.getValue());
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void answersWithoutTls(HttpClient.Version version) throws Exception {
    try (EdgeServer server = start(EdgeServerTest::describe);
        HttpClient client = HttpClient.newBuilder().version(version).build()) {
      java.net.http.HttpRequest request =
          java.net.http.HttpRequest.newBuilder(uri("http", server, "/a%2Fb//c?x=%20&y")).build();
      java.net.http.HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.version()).isEqualTo(version);
      assertThat(response.body())
          .isEqualTo("GET /a%2Fb//c x=%20&y localhost:" + server.port() + " 127.0.0.1 false");
      assertThat(response.headers().firstValue("x-amzn-requestid")).hasValue("r-1");
      assertThat(response.headers().firstValue("date")).isPresent();
      assertThat(response.headers().firstValue("server")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void answersOverTlsWithACertificateOfItsLocalNames(
      HttpClient.Version version, @TempDir Path folder) throws Exception {
    try (EdgeServer server = EdgeServer.start("127.0.0.1", 0, folder, EdgeServerTest::describe)) {
      assertThat(folder).isEmptyDirectory();
      // Any first connection makes the certificate that the client under test then trusts.
      assertThatThrownBy(
              () -> {
                try (HttpClient stranger = HttpClient.newHttpClient()) {
                  stranger.send(
                      java.net.http.HttpRequest.newBuilder(uri("https", server, "/")).build(),
                      BodyHandlers.discarding());
                }
              })
          .isInstanceOf(javax.net.ssl.SSLException.class);
      try (HttpClient client =
          HttpClient.newBuilder().sslContext(trusting(folder)).version(version).build()) {
        java.net.http.HttpResponse<String> response =
            client.send(
                java.net.http.HttpRequest.newBuilder(uri("https", server, "/x")).build(),
                BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.body())
            .isEqualTo("GET /x null localhost:" + server.port() + " 127.0.0.1 true");
      }
    }
  }

  private static SSLContext trusting(Path folder) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("tls.p12"))) {
      own.load(in, LocalCertificate.PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("nephele", own.getCertificate("nephele"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void keepsThePathAsSent() throws Exception {
    try (EdgeServer server = start(EdgeServerTest::describe);
        RawConnection client = new RawConnection(server.port())) {
      String path = "/b/../a/./%2F%2e/;p=1/\\x//?q=a%2&%00";
      client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(client.readAll())
          .endsWith("GET /b/../a/./%2F%2e/;p=1/\\x// q=a%2&%00 h 127.0.0.1 false");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 65_536, 65_537, 20_000_000})
  void streamsKnownLengthsBothWays(long length) throws Exception {
    try (EdgeServer server =
            start(
                request ->
                    request.method().equals("GET")
                        ? ok(Body.of(made(length), length))
                        : digest(request));
        HttpClient client = HttpClient.newHttpClient()) {
      java.net.http.HttpRequest upload =
          java.net.http.HttpRequest.newBuilder(uri("http", server, "/"))
              .PUT(
                  BodyPublishers.fromPublisher(
                      BodyPublishers.ofInputStream(() -> made(length)), Math.max(length, 1)))
              .build();
      if (length > 0) {
        assertThat(client.send(upload, BodyHandlers.ofString()).body())
            .isEqualTo(length + " " + length + " " + crcOfMade(length));
      }
      java.net.http.HttpRequest download =
          java.net.http.HttpRequest.newBuilder(uri("http", server, "/")).build();
      java.net.http.HttpResponse<byte[]> got = client.send(download, BodyHandlers.ofByteArray());
      assertThat(got.headers().firstValueAsLong("content-length")).hasValue(length);
      CRC32 crc = new CRC32();
      crc.update(got.body());
      assertThat(Long.toHexString(crc.getValue())).isEqualTo(crcOfMade(length));
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void takesContentOfUnknownLength(HttpClient.Version version) throws Exception {
    long length = 3_000_000;
    try (EdgeServer server = start(EdgeServerTest::digest);
        HttpClient client = HttpClient.newBuilder().version(version).build()) {
      // The first request brings the client to HTTP/2 where it may.
      client.send(
          java.net.http.HttpRequest.newBuilder(uri("http", server, "/")).build(),
          BodyHandlers.discarding());
      java.net.http.HttpResponse<String> response =
          client.send(
              java.net.http.HttpRequest.newBuilder(uri("http", server, "/"))
                  .POST(BodyPublishers.ofInputStream(() -> made(length)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.version()).isEqualTo(version);
      assertThat(response.body()).isEqualTo("-1 " + length + " " + crcOfMade(length));
    }
  }

  @Test
  void echoesPartsOfAStreamAsTheyCome() throws Exception {
    try (EdgeServer server =
            start(
                request -> {
                  try {
                    return ok(Body.of(request.body().open(), -1));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        RawConnection client = new RawConnection(server.port())) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).contains("Transfer-Encoding: chunked");
      for (String part : new String[] {"first", "other"}) {
        client.send("5\r\n" + part + "\r\n");
        assertThat(client.readUntil(part)).endsWith("5\r\n" + part);
      }
      client.send("0\r\n\r\n");
      assertThat(client.readUntil("0\r\n\r\n")).isEqualTo("\r\n0\r\n\r\n");
    }
  }

  @Test
  void answersHeadWithTheLengthAndWithoutTheContent() throws Exception {
    try (EdgeServer server =
            start(
                request ->
                    request.path().equals("/named")
                        ? new HttpResponse(
                            200, new Headers().add("Content-Length", "123456"), Body.EMPTY)
                        : ok("four"));
        RawConnection client = new RawConnection(server.port())) {
      client.send("HEAD /named HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).contains("Content-Length: 123456\r\n");
      client.send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(client.readAll()).contains("Content-Length: 4\r\n").endsWith("\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void sendsNoContentWhereThereIsNone(int status) throws Exception {
    try (EdgeServer server = start(r -> new HttpResponse(status, new Headers(), Body.EMPTY));
        RawConnection client = new RawConnection(server.port())) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(client.readAll())
          .startsWith("HTTP/1.1 " + status)
          .doesNotContainIgnoringCase("transfer-encoding")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void asksForContentOnlyWhenItIsRead() throws Exception {
    try (EdgeServer server =
            start(
                request ->
                    request.path().equals("/read") ? digest(request) : PlainResponses.empty(403));
        RawConnection reading = new RawConnection(server.port());
        RawConnection refused = new RawConnection(server.port())) {
      String rest = " HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
      reading.send("PUT /read" + rest);
      assertThat(reading.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      reading.send("abc");
      assertThat(reading.readUntil("352441c2")).startsWith("HTTP/1.1 200 ");
      refused.send("PUT /refuse" + rest);
      assertThat(refused.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void headerValuesAreAsTheyWereSent() throws Exception {
    HttpHandler echo =
        request ->
            new HttpResponse(
                200,
                new Headers().add("X-Type", request.headers().first("Content-Type")),
                Body.EMPTY);
    try (EdgeServer server = start(echo)) {
      for (String type : List.of("text/plain; charset=UTF-8", "Text/HTML; Charset=utf-8")) {
        try (RawConnection client = new RawConnection(server.port())) {
          client.send(
              "GET / HTTP/1.1\r\nHost: h\r\nContent-Type: "
                  + type
                  + "\r\nConnection: close\r\n\r\n");
          assertThat(client.readAll()).contains("X-Type: " + type);
        }
      }
    }
  }

  @Test
  void refusesWhatIsNotHttp() throws Exception {
    try (EdgeServer server = start(EdgeServerTest::describe)) {
      String[][] cases = {
        {"nonsense\r\n\r\n", "400"},
        {"GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(70_000) + "\r\n\r\n", "431"},
        {"GET /" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: h\r\n\r\n", "414"},
        {
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
          "400"
        },
      };
      for (String[] each : cases) {
        try (RawConnection client = new RawConnection(server.port())) {
          client.send(each[0]);
          assertThat(client.readUntil("\r\n\r\n"))
              .startsWith("HTTP/1.1 " + each[1])
              .contains("text/plain")
              .doesNotContainIgnoringCase("jetty");
        }
      }
      try (RawConnection client = new RawConnection(server.port())) {
        String large = "x".repeat(60_000);
        client.send("GET / HTTP/1.1\r\nHost: h\r\nX: " + large + "\r\nConnection: close\r\n\r\n");
        assertThat(client.readAll()).startsWith("HTTP/1.1 200");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ffffffffffffffff\r\n", "-1\r\n", "zz\r\n", "5\r\nabc", "80000000000000000\r\n"})
  void survivesBrokenChunks(String chunk) throws Exception {
    try (EdgeServer server =
        start(
            request -> {
              try {
                return digest(request);
              } catch (UncheckedIOException e) {
                return PlainResponses.text(400, "broken");
              }
            })) {
      try (RawConnection client = new RawConnection(server.port())) {
        client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
        if (!chunk.endsWith("abc")) {
          assertThat(client.readAll()).startsWith("HTTP/1.1 400");
        }
      }
      try (RawConnection client = new RawConnection(server.port())) {
        client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(client.readAll()).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void breaksTheConnectionWhereAResponseFails() throws Exception {
    long length = 1_000_000;
    try (EdgeServer server =
            start(r -> ok(Body.of(made(r.path().equals("/none") ? 10 : 500_000), length)));
        RawConnection none = new RawConnection(server.port());
        RawConnection half = new RawConnection(server.port())) {
      none.send("GET /none HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(none.readAll()).startsWith("HTTP/1.1 500");
      half.send("GET /half HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(half.readAll()).startsWith("HTTP/1.1 200").hasSizeBetween(400_000, 600_000);
    }
  }

  @Test
  void answersFailuresOfTheHandlerWithStatus500() throws Exception {
    try (EdgeServer server =
            start(
                r -> {
                  throw new IllegalStateException("secret");
                });
        RawConnection client = new RawConnection(server.port())) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(client.readAll()).startsWith("HTTP/1.1 500").doesNotContain("secret");
    }
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  EdgeServer.start(
                      "127.0.0.1", other.getLocalPort(), null, EdgeServerTest::describe))
          .isInstanceOf(PortTakenException.class)
          .hasMessage(
              "port " + other.getLocalPort() + " of 127.0.0.1 is in use by another program");
    }
    assertThatThrownBy(
            () -> EdgeServer.start("no.such.host.invalid", 0, null, EdgeServerTest::describe))
        .isInstanceOf(PortTakenException.class)
        .hasMessageContaining("no.such.host.invalid");
  }
}
