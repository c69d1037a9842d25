package io.nephele.app;

import io.nephele.core.World;
import io.nephele.core.identity.AccountIds;
import io.nephele.edge.ControlPlane;
import io.nephele.edge.ServiceCoverage;
import io.nephele.model.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The control endpoints' view of the program. */
final class Control implements ControlPlane {
  private final World world;
  private final Runnable stop;

  Control(World world, Runnable stop) {
    this.world = world;
    this.stop = stop;
  }

  @Override
  public String version() {
    return Version.read();
  }

  @Override
  public List<ServiceCoverage> coverage() {
    Map<String, Set<String>> handled = world.implementedOperations();
    List<ServiceCoverage> coverage = new ArrayList<>();
    for (String service : new TreeSet<>(Models.bundled().entries().keySet())) {
      Set<String> there = handled.getOrDefault(service, Set.of());
      List<String> implemented = new ArrayList<>();
      List<String> missing = new ArrayList<>();
      for (String operation : new TreeSet<>(Models.bundled().service(service).operationNames())) {
        (there.contains(operation) ? implemented : missing).add(operation);
      }
      coverage.add(new ServiceCoverage(service, implemented, missing));
    }
    return coverage;
  }

  @Override
  public void reset(String service, String account) {
    if (service != null && !Models.bundled().entries().containsKey(service)) {
      throw new IllegalArgumentException("Unknown service: " + service);
    }
    if (account != null && !AccountIds.isAccountId(account)) {
      throw new IllegalArgumentException("An account is 12 digits, not: " + account);
    }
    world.reset(service, account);
  }

  @Override
  public void stop() {
    stop.run();
  }
}
