package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.AliasConfiguration;
import io.nephele.api.lambda.DeleteFunctionRequest;
import io.nephele.api.lambda.DeleteFunctionResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.VersionRow;
import java.util.ArrayList;
import java.util.List;

/** Deletes functions and versions with all that is theirs. */
public final class Deletions {
  private final LambdaWorld lambda;
  private final List<Owned> owned;

  /** What belongs to functions and versions and goes with them. */
  @FunctionalInterface
  public interface Owned {
    /**
     * Removes what belongs to a function, or to one of its versions or aliases.
     *
     * @param ref without a qualifier if the whole function goes
     */
    void delete(Transaction transaction, FunctionRef ref);
  }

  /** The deletions of a world. */
  public Deletions(LambdaWorld lambda, List<Owned> owned) {
    this.lambda = lambda;
    this.owned = owned;
  }

  /** Answers DeleteFunction. */
  public DeleteFunctionResponse delete(DeleteFunctionRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    if (ref.qualifier() == null) {
      deleteAll(ref);
    } else if (ref.isLatest()) {
      throw LambdaErrors.invalid(
          "$LATEST version cannot be deleted without deleting the function.");
    } else if (ref.isAlias()) {
      throw LambdaErrors.invalid("Deletion of aliases is not currently supported.");
    } else {
      deleteVersion(ref);
    }
    return new DeleteFunctionResponse().statusCode(204);
  }

  private void deleteAll(FunctionRef ref) {
    lambda.change(
        ref,
        (transaction, function) -> {
          List<String> versions = new ArrayList<>();
          for (Table.Row<VersionRow> row :
              lambda.tables().versions().scan(transaction, ref.place())) {
            versions.add(row.value().configuration().version());
          }
          versions.forEach(each -> lambda.tables().delete(transaction, ref, each));
          lambda.tables().aliases().deletePrefix(transaction, ref.place());
          lambda.tables().functions().delete(transaction, ref.place());
          lambda.tables().count(transaction, ref.owner(), -1);
          owned.forEach(each -> each.delete(transaction, ref));
          lambda.changed(transaction, ref);
          return null;
        });
  }

  private void deleteVersion(FunctionRef ref) {
    lambda.change(
        ref,
        (transaction, function) -> {
          List<String> names = new ArrayList<>();
          for (Table.Row<AliasConfiguration> row :
              lambda.tables().aliases().scan(transaction, ref.place())) {
            if (Aliases.refersTo(row.value(), ref.qualifier())) {
              names.add(row.value().name());
            }
          }
          if (!names.isEmpty()) {
            throw LambdaErrors.conflict(
                "Unable to delete version because the following aliases reference it: " + names);
          }
          lambda.tables().delete(transaction, ref, ref.qualifier());
          owned.forEach(each -> each.delete(transaction, ref));
          lambda.changed(transaction, ref);
          return null;
        });
  }
}
