package io.nephele.services.iam;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The service-linked role that a service has.
 *
 * @param roleName such as {@code AWSServiceRoleForAutoScaling}
 * @param policy the name of the managed policy that is attached
 * @param suffixAllowed whether there may be several, told apart by suffixes of their names
 */
record ServiceLinkedRoleKind(
    String service, String roleName, String policy, boolean suffixAllowed) {

  /** The one of a service principal such as {@code autoscaling.amazonaws.com}, or null. */
  static ServiceLinkedRoleKind of(String service) {
    String start = service + "\t";
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ServiceLinkedRoleKind.class.getResourceAsStream("service-linked-roles.tsv"),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(start)) {
          String[] columns = line.split("\t", -1);
          return new ServiceLinkedRoleKind(
              columns[0], columns[1], columns[2], columns[3].equals("suffix"));
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
