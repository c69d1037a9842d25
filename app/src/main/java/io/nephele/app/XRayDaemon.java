package io.nephele.app;

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
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Takes what SDKs of X-Ray send to a daemon: a datagram a document, after a line that tells its
 * format. The segments are the root user's, in the region of requests that name none.
 */
final class XRayDaemon implements AutoCloseable {
  private static final System.Logger LOG = new LazyLogger(XRayDaemon.class);
  private static final int LARGEST_DATAGRAM = 65_535;

  private final DatagramSocket socket;
  private final Supplier<World> world;
  private final Principal principal;
  private final Region region;

  private XRayDaemon(
      DatagramSocket socket, Supplier<World> world, Principal principal, Region region) {
    this.socket = socket;
    this.world = world;
    this.principal = principal;
    this.region = region;
  }

  /**
   * Opens the port and takes what comes, on a thread of its own.
   *
   * @param port 0 for any that is free
   * @throws ConfigurationException if the port is taken
   */
  static XRayDaemon open(
      String address, int port, Supplier<World> world, String account, Region region) {
    try {
      DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, port));
      XRayDaemon daemon =
          new XRayDaemon(socket, world, Principal.root(region.partition(), account), region);
      Thread.ofVirtual().name("xray-daemon").start(daemon::run);
      return daemon;
    } catch (BindException e) {
      throw new ConfigurationException(
          "UDP port " + port + " of " + address + " is in use by another program", e);
    } catch (IOException e) {
      throw new ConfigurationException(
          "UDP port " + port + " of " + address + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The port that is open. */
  int port() {
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
    try {
      PutTraceSegmentsResult result =
          world
              .get()
              .call(
                  Xray.PutTraceSegments,
                  new PutTraceSegmentsRequest()
                      .traceSegmentDocuments(List.of(datagram.substring(end + 1))),
                  principal,
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
