package io.nephele.identity.action;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What IAM calls the services of the models ({@code services.tsv}). */
final class ServiceNames {
  /**
   * A service's names.
   *
   * @param prefix what stands before the colon of its actions
   * @param principal who it is when it assumes a role that it was passed
   * @param tagging the action that is needed to create resources with tags, empty if none is
   */
  record Names(String prefix, String principal, String tagging) {}

  private final Map<String, Names> byService = new HashMap<>();

  private ServiceNames() {}

  static ServiceNames read() {
    ServiceNames names = new ServiceNames();
    String[] rows = ActionResources.text("services.tsv").split("\n");
    for (int i = 1; i < rows.length; i++) {
      String[] columns = rows[i].split("\t", -1);
      names.byService.put(columns[0], new Names(columns[1], columns[2], columns[3]));
    }
    return names;
  }

  /** The prefixes of all services, sorted. */
  List<String> prefixes() {
    Set<String> prefixes = new TreeSet<>();
    byService.values().forEach(names -> prefixes.add(names.prefix()));
    return List.copyOf(prefixes);
  }

  /** The names of a service of the models, or null. */
  Names of(String service) {
    return byService.get(service);
  }
}
