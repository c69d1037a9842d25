package io.nephele.machine.sandboxes;

/** The limit for which a sandbox's programs were ended. */
public enum Exceeded {
  /** They used more memory. */
  MEMORY,
  /** They wrote more into /tmp than its size. */
  STORAGE,
  /** There were too many processes. */
  PROCESSES
}
