package io.nephele.app;

import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.tracing.SegmentSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Stands for X-Ray's daemon. The segments are the root user's, in the region of requests that name
 * none.
 */
final class XRayDaemon {
  private XRayDaemon() {}

  /**
   * Opens the port and takes what comes.
   *
   * @param port 0 for any that is free
   * @throws ConfigurationException if the port is taken
   */
  static SegmentSocket open(
      String address, int port, Supplier<World> world, String account, Region region) {
    Principal root = Principal.root(region.partition(), account);
    try {
      return SegmentSocket.open(new InetSocketAddress(address, port), world, () -> root, region);
    } catch (BindException e) {
      throw new ConfigurationException(
          "UDP port " + port + " of " + address + " is in use by another program", e);
    } catch (IOException e) {
      throw new ConfigurationException(
          "UDP port " + port + " of " + address + " cannot be used: " + e.getMessage(), e);
    }
  }
}
