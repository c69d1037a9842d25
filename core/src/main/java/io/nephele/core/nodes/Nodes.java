package io.nephele.core.nodes;

import io.nephele.core.ids.Ids;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.store.Key;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.time.Peers;
import io.nephele.core.time.Signal;
import io.nephele.core.time.TurnableClock;
import io.nephele.core.time.Waiters;
import io.nephele.core.time.WorldClock;
import io.nephele.model.Bytes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The nodes that serve the worlds of one store together, as one of them sees them. On a store that
 * is this process's alone there is but one, which knows of no other and sends nothing.
 *
 * <p>A node gives a sign of life a second, by the machine's time whatever the world's clock says,
 * and takes for dead who gave none for as many of its own signs; so nothing depends on clocks that
 * agree. A node that is taken for dead by mistake loses nothing but work that another one does too.
 */
public final class Nodes implements Peers, AutoCloseable {
  /** The header field with a message's signature. */
  public static final String SIGNATURE = "X-Nephele-Node-Signature";

  /** Longer than this a message is not, in bytes. */
  public static final int MAX_MESSAGE = 1 << 22;

  private static final System.Logger LOG = new LazyLogger(Nodes.class);
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final boolean shared;
  private final NodeListener listener;
  private final Store store;

  /** Held by who joins, leaves, or looks who is there. */
  private final ReentrantLock joining = new ReentrantLock();

  private final Signal wakeUp = new Signal();
  private final NodeLink link = new NodeLink();
  private final Map<Key, Waiters> waiting = new ConcurrentHashMap<>();

  /** How often a world had changed when this node changed it. */
  private final Map<String, Long> ownChanges = new ConcurrentHashMap<>();

  /** What only a shared store needs, made before the first of the others is known. */
  private WorldClock clock;

  private Membership membership;
  private RecordCodec<NodeMessage> messages;

  private volatile Others others = Others.NONE;
  private volatile int number;
  private volatile String id;
  private volatile String address;
  private volatile boolean moved;
  private volatile boolean closed;

  /**
   * The nodes of a store.
   *
   * @param listener told of what others do, on a thread of its own
   */
  public Nodes(Store store, NodeListener listener) {
    this.shared = store.isShared();
    this.store = store;
    this.listener = listener;
  }

  /** Whether other nodes may serve the same worlds. */
  public boolean isShared() {
    return shared;
  }

  /**
   * Joins the others, if the store is shared, and begins to give signs of life.
   *
   * @throws StoreException if there are too many already
   */
  public void join() {
    if (!shared) {
      return;
    }
    joining.lock();
    try {
      clock = new TurnableClock();
      membership = new Membership(store);
      messages = RecordCodec.of(NodeMessage.class);
      enter();
      clock.start("node", this::live);
    } finally {
      joining.unlock();
    }
  }

  /**
   * Says where other nodes send their messages. A node without an address learns of what others do
   * by looking, within a second or two.
   */
  public void reachableAt(URI place) {
    if (shared) {
      address = place.toString();
      moved = true;
      wakeUp.give();
    }
  }

  @Override
  public int number() {
    return number;
  }

  /** The nodes that are known, this one first. */
  public List<Node> all() {
    List<Node> all = new ArrayList<>();
    all.add(new Node(number, id, address, true));
    others.forEach(
        (other, member, alive) -> all.add(new Node(other, member.id(), member.address(), alive)));
    return all;
  }

  /** Whether other nodes are alive, as far as this one knows. */
  public boolean hasOthers() {
    return others.hasLiving();
  }

  @Override
  public boolean isAlive(long other) {
    return other == number || others.isAlive(other);
  }

  @Override
  public int heirOf(Key key) {
    return others.heir(number, key.hashCode());
  }

  @Override
  public Waiters known(Key name) {
    return waiting.get(name);
  }

  @Override
  public void entered(Waiters waiters) {
    if (waiting.putIfAbsent(waiters.name(), waiters) == null) {
      want(waiters.name());
    }
  }

  private void want(Key name) {
    others.forEachPeer(
        peer -> {
          if (peer.want(name)) {
            send(peer);
          }
        });
  }

  @Override
  public void give(Key name, int count) {
    others.forEachPeer(
        peer -> {
          if (peer.give(name, count)) {
            send(peer);
          }
        });
  }

  /** Tells the other nodes that a world was emptied, restored or deleted, or a part of it. */
  public void noteChange(String world) {
    if (!shared) {
      return;
    }
    ownChanges.put(world, membership.change(world));
    haveOthersLook();
  }

  private void haveOthersLook() {
    others.forEachPeer(
        peer -> {
          if (peer.haveLook()) {
            send(peer);
          }
        });
  }

  /**
   * Takes a message of another node.
   *
   * @param signature its header field {@link #SIGNATURE}, or null
   * @return the status of the answer: 204 if it was taken, 403 if no node sent it, 410 if it was
   *     meant for a node that was here before, 503 if the store cannot be reached
   */
  public int receive(byte[] message, String signature) {
    NodeSettings settings = others.settings();
    if (settings == null || !NodeLink.isSigned(message, signature, settings.secret())) {
      return 403;
    }
    NodeMessage told = messages.decode(message);
    if (!told.to().equals(id)) {
      return 410;
    }
    Peer peer = others.peer(told.from());
    if (peer == null || told.look()) {
      try {
        look(false);
      } catch (StoreException e) {
        return 503;
      }
      peer = others.peer(told.from());
      if (peer == null) {
        return 410;
      }
    }
    peer.learn(told);
    for (NodeMessage.Given each : told.given()) {
      Waiters here = waiting.get(Peer.key(each.name()));
      if (here != null) {
        here.wakeHere(each.count());
      }
    }
    return 204;
  }

  private void enter() {
    Ids ids = Ids.randomEverywhere();
    id = ids.secretText(16, Ids.ALPHANUMERIC);
    number = membership.join(id, address, ids::secretBytes);
    look(false);
  }

  private void live() {
    boolean reached = true;
    while (!closed) {
      long seen = wakeUp.version();
      try {
        beat();
        reached = true;
      } catch (RuntimeException e) {
        // Whoever does not reach the store does not know who else is dead: nothing is concluded.
        if (!closed && reached) {
          LOG.log(System.Logger.Level.WARNING, "The store that nodes share cannot be reached", e);
        }
        reached = false;
      }
      try {
        clock.await(wakeUp, seen, clock.now().plus(BEAT));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void beat() {
    boolean tell = moved;
    moved = false;
    if (!membership.beat(number, id, address)) {
      joining.lock();
      try {
        if (closed) {
          return;
        }
        LOG.log(System.Logger.Level.WARNING, "Node " + number + " was taken for dead; joins anew");
        enter();
      } finally {
        joining.unlock();
      }
    }
    look(true);
    if (tell) {
      haveOthersLook();
    }
    for (Waiters each : waiting.values()) {
      if (each.isEmpty()) {
        leaveAlone(each);
      } else {
        each.wakeHere(1); // a message may have been lost
      }
    }
  }

  /** Has others tell no more of what nobody waits for here. */
  private void leaveAlone(Waiters waiters) {
    Key name = waiters.name();
    if (!waiting.remove(name, waiters)) {
      return;
    }
    others.forEachPeer(
        peer -> {
          if (peer.wantNoMore(name)) {
            send(peer);
          }
        });
    // Somebody may have come meanwhile, here or under the same name.
    if (waiting.containsKey(name)) {
      want(name);
    } else if (!waiters.isEmpty()) {
      entered(waiters);
    }
  }

  /**
   * Looks who is there.
   *
   * @param beat whether a second has passed, as this node counts
   */
  private void look(boolean beat) {
    joining.lock();
    try {
      Others before = others;
      Others now = before.next(membership.read(), number, beat);
      others = now;
      store.expectOthers(now.hasLiving());
      tell(before, now);
      now.forEachPeer(
          peer -> {
            if (peer.inform(waiting.keySet())) {
              send(peer);
            }
          });
      if (beat) {
        now.forEachToRemove(number, membership::remove);
      }
    } finally {
      joining.unlock();
    }
  }

  private void tell(Others before, Others now) {
    if (before.settings() == null) {
      return;
    }
    now.changesSince(before)
        .forEach(
            (world, changes) -> {
              if (!changes.equals(ownChanges.get(world))) {
                clock.start("world changed", () -> listener.changed(world));
              }
            });
    if (now.hasLost(before)) {
      clock.start("node gone", listener::gone);
    }
  }

  private void send(Peer peer) {
    clock.start("node to " + peer.member().id(), () -> sendAll(peer));
  }

  private void sendAll(Peer peer) {
    try {
      for (Peer.Outgoing next = peer.next(id); next != null; next = peer.next(id)) {
        byte[] message = messages.encode(next.message());
        Bytes secret = others.settings().secret();
        if (closed || !link.send(peer.member().address(), message, secret)) {
          peer.failed();
          return;
        }
        for (Key name : next.wants()) {
          // Something may have come before the other node knew that somebody waits for it.
          Waiters here = waiting.get(name);
          if (here != null) {
            here.wakeHere(1);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      peer.failed();
    }
  }

  /** Leaves the others, so that they need not wait for signs of life. */
  @Override
  public void close() {
    joining.lock();
    try {
      boolean joined = number != 0 && !closed;
      closed = true;
      wakeUp.give();
      if (joined) {
        membership.leave(number, id);
      }
    } catch (StoreException e) {
      LOG.log(System.Logger.Level.DEBUG, "The others will find out that this node has gone", e);
    } finally {
      joining.unlock();
      link.close();
    }
  }
}
