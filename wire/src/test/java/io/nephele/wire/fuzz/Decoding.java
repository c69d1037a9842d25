package io.nephele.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.EventStream;
import io.nephele.model.Member;
import io.nephele.model.Models;
import io.nephele.model.Protocol;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.Protocols;
import io.nephele.wire.ServerProtocol;
import io.nephele.wire.chunked.AwsChunked;
import io.nephele.wire.chunked.ChunkVerifier;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import io.nephele.wire.route.RequestRouter;
import io.nephele.wire.route.Routing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * What happens to the bytes of a request before any handler sees it: routing, chunks, decoding, and
 * the streams read to their ends.
 */
final class Decoding {
  private static final RequestRouter ROUTER = new RequestRouter(Models.bundled());
  private static final Protocols PROTOCOLS = new Protocols();

  private Decoding() {}

  /**
   * The input that a request decodes to; null if it is refused, which has to be with a client's
   * error that can be sent.
   */
  static Struct decode(HttpRequest request) {
    Routing routing = ROUTER.route(request);
    if (routing instanceof Routing.NoRoute none) {
      checkAnswer(none.protocol(), none.service(), none.error());
      return null;
    }
    Routing.Route route = (Routing.Route) routing;
    ServerProtocol protocol = PROTOCOLS.of(route.protocol());
    try {
      HttpRequest plain = AwsChunked.decode(route.operation(), route.request(), ChunkVerifier.NONE);
      Struct input = protocol.decode(route.operation(), plain);
      readStreams(input);
      return input;
    } catch (AwsException e) {
      checkAnswer(route.protocol(), route.service(), e);
      return null;
    }
  }

  private static void checkAnswer(Protocol protocol, Service service, AwsException error) {
    if (error.status() == 501 && error.code().equals("NotImplemented")) {
      return; // a checksum that S3 knows and Nephele does not
    }
    assertThat(error.clientFault()).as("the client is at fault: " + error.code()).isTrue();
    assertThat(error.status()).as(error.code()).isBetween(400, 499);
    HttpResponse response = PROTOCOLS.of(protocol).encodeError(service, null, error, "id");
    assertThat(response.status()).isBetween(400, 499);
    assertThat(response.body().length()).isLessThan(64 << 10);
  }

  private static void readStreams(Struct input) {
    for (Member member : input.shape().members()) {
      switch (input.get(member)) {
        case Body body -> {
          try (InputStream in = body.open()) {
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
        case EventStream events -> {
          while (events.next() != null) {
            // each is decoded as it comes
          }
        }
        case null, default -> {
          // held in memory
        }
      }
    }
  }
}
