package io.nephele.edge;

import io.nephele.core.web.Host;
import io.nephele.core.web.Listener;
import io.nephele.core.web.ListenerHandler;
import java.io.IOException;
import java.net.URI;

/** The server as worlds know it. It exists before the server, because worlds do. */
public final class EdgeHost implements Host {
  private volatile EdgeServer server;
  private volatile URI endpoint;

  /**
   * Says that a server listens now.
   *
   * @param listen the address or name of the interface that it listens on
   */
  public void reachable(EdgeServer listening, String listen) {
    String host =
        switch (listen) {
          // Not a name: programs may find another address behind it first, or none in a sandbox.
          case "127.0.0.1", "0.0.0.0", "::", "localhost" -> "127.0.0.1";
          default -> listen.contains(":") ? "[" + listen + "]" : listen;
        };
    this.endpoint = URI.create("http://" + host + ":" + listening.port());
    this.server = listening;
  }

  @Override
  public URI endpoint() {
    URI known = endpoint;
    if (known == null) {
      throw new IllegalStateException("nothing listens yet");
    }
    return known;
  }

  @Override
  public Listener listen(ListenerHandler handler) throws IOException {
    EdgeServer listening = server;
    if (listening == null) {
      throw new IOException("nothing listens yet");
    }
    return listening.open(handler);
  }
}
