package io.nephele.core.nodes;

import io.nephele.core.store.Key;
import io.nephele.model.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Another node: what somebody waits for there, and what it is to be told. While one message is on
 * its way what comes up is gathered for the next, so a busy world sends few messages.
 */
final class Peer {
  private volatile Member member;

  /** Names for which somebody waits there. */
  private final Set<Key> wanted = ConcurrentHashMap.newKeySet();

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Integer> given = new HashMap<>();
  private final Set<Key> wants = new HashSet<>();
  private final Set<Key> wantsNoMore = new HashSet<>();
  private boolean look;
  private boolean sending;

  /** Whether it may not know what is waited for here. */
  private boolean ignorant = true;

  Peer(Member member) {
    this.member = member;
  }

  Member member() {
    return member;
  }

  /** Takes note of what the node says of itself now. */
  void become(Member now) {
    member = now;
  }

  /** What is to be sent in one message. */
  record Outgoing(NodeMessage message, List<Key> wants) {}

  /** Takes note of what somebody waits for there. */
  void learn(NodeMessage message) {
    // In this order: a name that is in both lists is waited for again.
    message.unwanted().forEach(name -> wanted.remove(key(name)));
    message.wanted().forEach(name -> wanted.add(key(name)));
  }

  /** Tells that there is something; returns whether a message is to be sent. */
  boolean give(Key name, int count) {
    if (!wanted.contains(name) || !isReachable()) {
      return false;
    }
    lock.lock();
    try {
      int before = given.getOrDefault(name, 0);
      given.put(name, (int) Math.min((long) before + count, Integer.MAX_VALUE));
      return begin();
    } finally {
      lock.unlock();
    }
  }

  /** Tells that somebody waits here; returns whether a message is to be sent. */
  boolean want(Key name) {
    lock.lock();
    try {
      wants.add(name);
      wantsNoMore.remove(name);
      return isReachable() && begin();
    } finally {
      lock.unlock();
    }
  }

  /** Tells that nobody waits here any more; returns whether a message is to be sent. */
  boolean wantNoMore(Key name) {
    lock.lock();
    try {
      wants.remove(name);
      wantsNoMore.add(name);
      return isReachable() && begin();
    } finally {
      lock.unlock();
    }
  }

  /** Has it look who is alive; returns whether a message is to be sent. */
  boolean haveLook() {
    lock.lock();
    try {
      look = true;
      return isReachable() && begin();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells all that is waited for here if it may not know that; returns whether a message is to be
   * sent.
   */
  boolean inform(Set<Key> all) {
    lock.lock();
    try {
      if (!ignorant || !isReachable()) {
        return false;
      }
      ignorant = false;
      wants.addAll(all);
      look = true;
      return begin();
    } finally {
      lock.unlock();
    }
  }

  private boolean begin() {
    boolean idle = !sending;
    sending = true;
    return idle;
  }

  /** Whether it takes messages. */
  private boolean isReachable() {
    return member.address() != null;
  }

  /** What is to be sent next; null if there is nothing, and then nobody is sending any more. */
  Outgoing next(String from) {
    lock.lock();
    try {
      if (given.isEmpty() && wants.isEmpty() && wantsNoMore.isEmpty() && !look) {
        sending = false;
        return null;
      }
      List<NodeMessage.Given> givenNow = new ArrayList<>(given.size());
      given.forEach(
          (name, count) -> givenNow.add(new NodeMessage.Given(Bytes.of(name.encoded()), count)));
      NodeMessage message =
          new NodeMessage(from, member.id(), names(wants), names(wantsNoMore), givenNow, look);
      List<Key> wantsNow = List.copyOf(wants);
      given.clear();
      wants.clear();
      wantsNoMore.clear();
      look = false;
      return new Outgoing(message, wantsNow);
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that a message did not arrive: all is told anew when it is tried again. */
  void failed() {
    lock.lock();
    try {
      given.clear();
      wants.clear();
      wantsNoMore.clear();
      ignorant = true;
      sending = false;
    } finally {
      lock.unlock();
    }
  }

  private static List<Bytes> names(Set<Key> keys) {
    List<Bytes> names = new ArrayList<>(keys.size());
    keys.forEach(key -> names.add(Bytes.of(key.encoded())));
    return names;
  }

  static Key key(Bytes name) {
    return Key.encoded(name.toArray());
  }
}
