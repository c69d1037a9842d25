package io.nephele.machine.sandboxes;

/** How far programs in sandboxes are kept from the rest of the machine, the strongest first. */
public enum Isolation {
  /** Bubblewrap: a file system, processes and interprocess communication of their own. */
  BUBBLEWRAP("bubblewrap"),
  /** The same by {@code unshare} and mounts. */
  UNSHARE("unshare"),
  /**
   * Processes like any other; where the program runs as root, as a user of their own. They see the
   * machine's files as far as permissions let them.
   */
  PROCESS("process");

  private final String label;

  Isolation(String label) {
    this.label = label;
  }

  /** Its name for users. */
  public String label() {
    return label;
  }

  /** Whether programs have a file system of their own, so that paths in it can be chosen. */
  public boolean hasOwnFiles() {
    return this != PROCESS;
  }

  /** The isolation of that label, or null. */
  public static Isolation of(String label) {
    for (Isolation one : values()) {
      if (one.label.equals(label)) {
        return one;
      }
    }
    return null;
  }
}
