package io.nephele.edge;

import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;

/** Stands for a factory of connections that is made when the first of them comes. */
abstract class LazyConnectionFactory extends AbstractConnectionFactory {
  private final String title;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile AbstractConnectionFactory factory;

  /**
   * A factory that is not made yet.
   *
   * @param protocol Jetty's name of the protocol
   * @param title what people call it
   */
  LazyConnectionFactory(String protocol, String title) {
    super(protocol);
    this.title = title;
  }

  /** Makes the factory; it is started afterwards. */
  abstract AbstractConnectionFactory create();

  @Override
  public final Connection newConnection(Connector connector, EndPoint endPoint) {
    return factory().newConnection(connector, endPoint);
  }

  private AbstractConnectionFactory factory() {
    if (factory == null) {
      lock.lock();
      try {
        if (factory == null) {
          factory = started();
        }
      } finally {
        lock.unlock();
      }
    }
    return factory;
  }

  private AbstractConnectionFactory started() {
    AbstractConnectionFactory created = create();
    addBean(created);
    try {
      created.start();
    } catch (Exception e) {
      throw new IllegalStateException(title + " cannot be set up", e);
    }
    return created;
  }
}
