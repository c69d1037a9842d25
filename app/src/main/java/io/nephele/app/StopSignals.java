package io.nephele.app;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The signals that ask a program to end: the first stops it in good order, so that its exit code is
 * 0, and a second one ends it at once. (The compiler warns of the classes that this needs: there
 * are no others.)
 */
final class StopSignals {
  private static final String[] NAMES = {"TERM", "INT", "HUP"};

  private StopSignals() {}

  /**
   * Says what is done, on a thread of the JVM's.
   *
   * @param stop begins to stop
   * @param kill ends what would go on without this JVM
   */
  static void on(Runnable stop, Runnable kill) {
    AtomicBoolean stopping = new AtomicBoolean();
    SignalHandler handler =
        signal -> {
          if (stopping.compareAndSet(false, true)) {
            stop.run();
          } else {
            kill.run();
            Runtime.getRuntime().halt(128 + signal.getNumber());
          }
        };
    for (String name : NAMES) {
      install(name, handler);
    }
  }

  private static void install(String name, SignalHandler handler) {
    try {
      Signal signal = new Signal(name);
      if (Signal.handle(signal, handler) == SignalHandler.SIG_IGN) {
        // Whoever started this one (nohup, a shell's &) wants it ignored.
        Signal.handle(signal, SignalHandler.SIG_IGN);
      }
    } catch (IllegalArgumentException e) {
      // Not a signal of this system, or one that the JVM was told to leave alone (-Xrs).
    }
  }
}
