package io.nephele.edge;

import java.util.List;

/** What the control endpoints ask of the program and tell it to do. */
public interface ControlPlane {
  /** The program's version. */
  String version();

  /** Every service that is known, by name, with its operations. */
  List<ServiceCoverage> coverage();

  /**
   * Empties the world, or a part of it.
   *
   * @param service the service to empty, or null for all
   * @param account the account to empty, or null for all
   * @throws IllegalArgumentException with a message for the caller if there is no such service or
   *     the account is not 12 digits
   */
  void reset(String service, String account);

  /** Stops the program; returns at once, so that the caller can be answered. */
  void stop();
}
