package io.nephele.machine.sandboxes;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Sends signals to processes, which the JDK only does for the end of its own children. */
final class Signals {
  static final int KILL = 9;
  static final int CONTINUE = 18;
  static final int STOP = 19;

  @SuppressWarnings("restricted") // the program allows native access
  private static final MethodHandle SEND =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Signals() {}

  /** Takes the time now that the first signal would take. */
  static void prepare() {
    send(ProcessHandle.current().pid(), 0);
  }

  /** Sends a signal; false if there is no such process. */
  static boolean send(long process, int signal) {
    if (process <= 1) {
      throw new IllegalArgumentException("no process of ours: " + process);
    }
    try {
      return (int) SEND.invokeExact((int) process, signal) == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
