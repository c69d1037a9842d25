package io.nephele.core.web;

import java.io.IOException;
import java.net.URI;

/** What the program that keeps a world gives it of the machine's network. */
public interface Host {
  /** There is no network: for worlds that nobody reaches over HTTP. */
  Host NONE =
      new Host() {
        @Override
        public URI endpoint() {
          throw new IllegalStateException("this world has no address");
        }

        @Override
        public Listener listen(ListenerHandler handler) throws IOException {
          throw new IOException("this world has no network");
        }
      };

  /**
   * Where programs on this machine reach AWS: an IP address and port over plain HTTP.
   *
   * @throws IllegalStateException if nothing listens yet
   */
  URI endpoint();

  /**
   * Opens a port of this machine's loopback address, for HTTP that is not AWS's front door, such as
   * Lambda's Runtime API. It costs one socket; requests run on virtual threads.
   *
   * @throws IOException if there is no port
   */
  Listener listen(ListenerHandler handler) throws IOException;
}
