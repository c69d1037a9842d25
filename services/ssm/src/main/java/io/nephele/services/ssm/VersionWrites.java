package io.nephele.services.ssm;

import io.nephele.api.ssm.HierarchyTypeMismatchException;
import io.nephele.api.ssm.ParameterAlreadyExists;
import io.nephele.api.ssm.ParameterMaxVersionLimitExceeded;
import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import java.util.Map;

/** Writes versions of parameters, and what follows from them. */
final class VersionWrites {
  private static final int MAX_VERSIONS = 100;

  private final ParameterTables tables;
  private final Expirations expirations;
  private final ParameterEvents events;

  VersionWrites(ParameterTables tables, Expirations expirations, ParameterEvents events) {
    this.tables = tables;
    this.expirations = expirations;
    this.events = events;
  }

  /** Writes a version after all others; returns its number. */
  long write(Transaction transaction, Key place, NewVersion wanted) {
    ParameterHead head = tables.head(transaction, place);
    requireWritable(head, wanted.overwrite());
    ParameterVersion made = wanted.version();
    if (head != null && !head.type().equals(made.type())) {
      throw typeMismatch();
    }
    expirations.schedule(
        transaction, place, ParameterPolicy.parse(made.policies(), made.modified()));
    return add(transaction, place, head, wanted);
  }

  private long add(Transaction transaction, Key place, ParameterHead head, NewVersion wanted) {
    String name = wanted.name();
    ParameterVersion made = wanted.version();
    long number = head == null ? 1 : head.latest() + 1;
    long oldest = head == null ? 1 : head.oldest();
    if (number - oldest >= MAX_VERSIONS) {
      if (head.labels().containsValue(oldest)) {
        throw new ParameterMaxVersionLimitExceeded(
            "You attempted to create a new version of "
                + name
                + " by calling the PutParameter API with the overwrite flag. Version "
                + oldest
                + ", the oldest version, can't be deleted because it has a label associated with"
                + " it. Move the label to another version of the parameter, and try again.");
      }
      tables.deleteVersion(transaction, place, oldest);
      oldest++;
    }
    ParameterHead changed =
        head == null
            ? new ParameterHead(name, made.type(), 1, 1, Map.of(), wanted.tags())
            : head.withVersions(number, oldest);
    tables.put(transaction, place, changed);
    tables.put(transaction, place, made.withVersion(number));
    String tierBefore =
        head == null ? null : tables.version(transaction, place, head.latest()).tier();
    if (!made.tier().equals(tierBefore)) {
      tables.counts().add(transaction, place, made.tier(), 1);
      if (tierBefore != null) {
        tables.counts().add(transaction, place, tierBefore, -1);
      }
    }
    String operation = head == null ? ParameterEvents.CREATE : ParameterEvents.UPDATE;
    events.changed(transaction, place, operation, name, made);
    return number;
  }

  static void requireWritable(ParameterHead head, boolean overwrite) {
    if (head != null && !overwrite) {
      throw new ParameterAlreadyExists(
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
  }

  static HierarchyTypeMismatchException typeMismatch() {
    return new HierarchyTypeMismatchException(
        "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you"
            + " can't change a parameter from a String type to a SecureString type. You must create"
            + " a new, unique parameter.");
  }
}
