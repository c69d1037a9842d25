package io.nephele.core.tracing;

import io.nephele.api.xray.PutTraceSegmentsRequest;
import io.nephele.api.xray.PutTraceSegmentsResult;
import io.nephele.api.xray.Xray;
import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.partition.Region;
import io.nephele.model.AwsException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A UDP port that takes what SDKs of X-Ray send to a daemon, and puts it: a datagram a document,
 * after a line that tells its format.
 */
public final class SegmentSocket implements AutoCloseable {
  private static final System.Logger LOG = new LazyLogger(SegmentSocket.class);
  private static final int LARGEST_DATAGRAM = 65_535;

  private final DatagramSocket socket;
  private final Supplier<World> world;
  private final Supplier<Principal> principal;
  private final Region region;

  private SegmentSocket(
      DatagramSocket socket, Supplier<World> world, Supplier<Principal> principal, Region region) {
    this.socket = socket;
    this.world = world;
    this.principal = principal;
    this.region = region;
  }

  /**
   * Opens the port and takes what comes, on a thread of its own.
   *
   * @param at port 0 for any that is free
   * @param principal in whose name segments are put; may be null for a time, in which they are lost
   * @throws IOException if the port cannot be had
   */
  public static SegmentSocket open(
      InetSocketAddress at, Supplier<World> world, Supplier<Principal> principal, Region region)
      throws IOException {
    DatagramSocket socket = new DatagramSocket(at);
    SegmentSocket daemon = new SegmentSocket(socket, world, principal, region);
    Thread.ofVirtual().name("xray-daemon").start(daemon::run);
    return daemon;
  }

  /** The port that is open. */
  public int port() {
    return socket.getLocalPort();
  }

  private void run() {
    byte[] buffer = new byte[LARGEST_DATAGRAM];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        take(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.log(System.Logger.Level.WARNING, "X-Ray datagram: {0}", e.getMessage());
        }
      } catch (RuntimeException e) {
        // Nobody waits for an answer, and the next datagram may be better.
        LOG.log(System.Logger.Level.WARNING, "X-Ray datagram not taken", e);
      }
    }
  }

  private void take(String datagram) {
    int end = datagram.indexOf('\n');
    Object header = end < 0 ? null : JsonText.parse(datagram.substring(0, end));
    if (!(header instanceof Map<?, ?> fields)
        || !"json".equals(fields.get("format"))
        || !Integer.valueOf(1).equals(fields.get("version"))) {
      LOG.log(System.Logger.Level.WARNING, "X-Ray datagram without a header of format json");
      return;
    }
    Principal sender = principal.get();
    if (sender == null) {
      return;
    }
    try {
      PutTraceSegmentsResult result =
          world
              .get()
              .call(
                  Xray.PutTraceSegments,
                  new PutTraceSegmentsRequest()
                      .traceSegmentDocuments(List.of(datagram.substring(end + 1))),
                  sender,
                  region);
      result
          .unprocessedTraceSegments()
          .forEach(one -> LOG.log(System.Logger.Level.WARNING, "X-Ray: {0}", one.message()));
    } catch (AwsException e) {
      LOG.log(System.Logger.Level.WARNING, "X-Ray datagram not taken: {0}", e.getMessage());
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
