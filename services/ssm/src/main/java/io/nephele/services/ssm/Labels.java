package io.nephele.services.ssm;

import io.nephele.api.ssm.LabelParameterVersionRequest;
import io.nephele.api.ssm.LabelParameterVersionResult;
import io.nephele.api.ssm.ParameterVersionLabelLimitExceeded;
import io.nephele.api.ssm.UnlabelParameterVersionRequest;
import io.nephele.api.ssm.UnlabelParameterVersionResult;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** The labels of versions of parameters; a label is on one version at most. */
final class Labels {
  private static final int MAX_LABELS = 10;

  private final World world;
  private final ParameterTables tables;
  private final ParameterEvents events;

  Labels(World world, ParameterTables tables, ParameterEvents events) {
    this.world = world;
    this.tables = tables;
    this.events = events;
  }

  LabelParameterVersionResult put(LabelParameterVersionRequest in, Call call) {
    List<String> invalid = new ArrayList<>();
    List<String> valid = new ArrayList<>();
    for (String label : in.labels()) {
      (isValid(label) ? valid : invalid).add(label);
    }
    return change(
        in.name(),
        in.parameterVersion(),
        call,
        (transaction, at) -> {
          Map<String, Long> labels = new LinkedHashMap<>(at.head().labels());
          for (String label : valid) {
            labels.put(label, at.version());
          }
          if (labels.values().stream().filter(v -> v == at.version()).count() > MAX_LABELS) {
            throw new ParameterVersionLabelLimitExceeded(
                "A parameter version can have maximum 10 labels."
                    + "Move one or more labels to another version and try again.");
          }
          tables.put(transaction, at.place(), at.head().withLabels(labels));
          if (!valid.isEmpty()) {
            events.changed(
                transaction,
                at.place(),
                ParameterEvents.LABEL,
                at.head().name(),
                tables.version(transaction, at.place(), at.version()));
          }
          return new LabelParameterVersionResult()
              .invalidLabels(invalid)
              .parameterVersion(at.version());
        });
  }

  UnlabelParameterVersionResult remove(UnlabelParameterVersionRequest in, Call call) {
    return change(
        in.name(),
        in.parameterVersion(),
        call,
        (transaction, at) -> {
          Map<String, Long> labels = new LinkedHashMap<>(at.head().labels());
          List<String> removed = new ArrayList<>();
          List<String> invalid = new ArrayList<>();
          for (String label : in.labels()) {
            (labels.remove(label, at.version()) ? removed : invalid).add(label);
          }
          tables.put(transaction, at.place(), at.head().withLabels(labels));
          return new UnlabelParameterVersionResult().removedLabels(removed).invalidLabels(invalid);
        });
  }

  private record At(Key place, ParameterHead head, long version) {}

  private <T> T change(
      String name, Long version, Call call, BiFunction<Transaction, At, T> changed) {
    ParameterName parsed = ParameterName.parse(name, call);
    Key place = parsed.place();
    return world
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              ParameterHead head = tables.head(transaction, place);
              if (head == null || !(parsed.byArn() || head.name().equals(parsed.name()))) {
                throw SsmErrors.notFound();
              }
              long number = version == null ? head.latest() : version;
              if (tables.version(transaction, place, number) == null) {
                throw SsmErrors.noSuchVersion(number, head.name());
              }
              return changed.apply(transaction, new At(place, head, number));
            });
  }

  private static boolean isValid(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    if (lower.startsWith("aws") || lower.startsWith("ssm") || Character.isDigit(label.charAt(0))) {
      return false;
    }
    for (int i = 0; i < label.length(); i++) {
      if (!ParameterName.isPlain(label.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
